import type { ApiObject, Listener, ObjectType, WatchEvent } from "./api-object";
import type { Stream } from "./transport";

/** Where a watch lists, and from where it is told of changes. */
interface WatchSource {
  listWithVersion(path: string, type: ObjectType): Promise<{ items: readonly ApiObject[]; version: string }>;
  stream(path: string, tell: Listener, onEnd: () => void): Stream;
}

/** Milliseconds between a break and the next try. A server that is gone for good shows in its process. */
const PAUSE = 200;

/** One stream of changes of a kind, for however many listeners. After a break it lists again, so that nothing is missed for good. */
export class Watch {
  private readonly api: WatchSource;
  private readonly path: string;
  private readonly type: ObjectType;
  private readonly listeners = new Set<Listener>();
  private readonly known = new Map<string, ApiObject>();
  private begun: Promise<void> | undefined;
  private request: ReturnType<WatchSource["stream"]> | undefined;

  constructor(api: WatchSource, path: string, type: ObjectType) {
    this.api = api;
    this.path = path;
    this.type = type;
  }

  /** Adds a listener, which is told of everything that there is first. Returns what takes it off again. */
  async add(listener: Listener): Promise<() => void> {
    this.begun ??= this.begin();
    await this.begun;
    this.known.forEach((object) => {
      listener({ type: "ADDED", object });
    });
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) {
        this.stop();
      }
    };
  }

  /** Ends it for all listeners. */
  stop(): void {
    this.begun = undefined;
    this.listeners.clear();
    this.request?.destroy();
  }

  private async begin(): Promise<void> {
    const { items, version } = await this.api.listWithVersion(this.path, this.type);
    const now = new Set(items.map(({ metadata }) => metadata.uid));
    [...this.known.values()]
      .filter(({ metadata }) => !now.has(metadata.uid))
      .forEach((object) => {
        this.tell({ type: "DELETED", object });
      });
    items.forEach((object) => {
      const type = this.known.has(object.metadata.uid ?? "") ? "MODIFIED" : "ADDED";
      this.tell({ type, object });
    });
    this.request = this.api.stream(
      `${this.path}?watch=true&resourceVersion=${version}`,
      (event) => {
        this.tell(event);
      },
      () => {
        this.again();
      },
    );
  }

  /** Begins anew after a break, for as long as somebody listens. */
  private again(): void {
    if (this.begun !== undefined) {
      setTimeout(() => {
        if (this.begun !== undefined) {
          this.begin().catch(() => {
            this.again();
          });
        }
      }, PAUSE);
    }
  }

  private tell({ object: { metadata, ...rest }, type }: WatchEvent): void {
    // Who wrote which field takes more room than the rest of an object, and nobody asks.
    const object = { ...rest, metadata: { ...metadata, managedFields: undefined } } as ApiObject;
    const { uid = "" } = metadata;
    if (type === "DELETED") {
      this.known.delete(uid);
    } else {
      this.known.set(uid, object);
    }
    this.listeners.forEach((listener) => {
      listener({ type, object });
    });
  }
}
