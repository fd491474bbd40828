import type { ApiObject, Listener, ObjectType, WatchEvent } from "./api-object";
import type { Stream } from "./transport";

/** Where a watch lists, and from where it is told of changes. */
interface WatchSource {
  listWithVersion(
    path: string,
    type: ObjectType,
    selectors?: Readonly<Record<string, string>>,
  ): Promise<{ items: readonly ApiObject[]; version: string }>;
  stream(path: string, tell: (event: StreamEvent) => void, onEnd: () => void): Stream;
}

/** What the server sends: a change, where it stands, or that the version is too old to go on from. */
export interface StreamEvent {
  readonly type: WatchEvent["type"] | "BOOKMARK" | "ERROR";
  readonly object: ApiObject;
}

/** What is watched. */
export interface Watched {
  /** Path of all objects. */
  readonly path: string;
  readonly type: ObjectType;
  /** Query that narrows them down. */
  readonly selectors: Readonly<Record<string, string>>;
}

/** Milliseconds between a break and the next try, the first one and the longest. A server that is gone for good shows in its process. */
const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 5_000;
/**
 * Seconds after which the server ends a stream, so that one whose connection broke without a word does not stay silent for ever. What came since
 * is told then. Source: client-go, tools/cache/reflector.go, minWatchTimeout
 */
const STREAM_SECONDS = 300;

/** One stream of changes of a kind, for however many listeners. After a break it goes on from where it was, or lists again, so that nothing is missed for good. */
export class Watch {
  private readonly api: WatchSource;
  private readonly watched: Watched;
  private readonly listeners = new Set<Listener>();
  private readonly known = new Map<string, ApiObject>();
  private begun: Promise<void> | undefined;
  private request: Stream | undefined;
  private version: string | undefined;
  private pause = FIRST_PAUSE;

  constructor(api: WatchSource, watched: Watched) {
    this.api = api;
    this.watched = watched;
  }

  /** Adds a listener, which is told of everything that there is first. Returns what takes it off again. Errors: ClusterError where the first list cannot be had. */
  async add(listener: Listener): Promise<() => void> {
    this.begun ??= this.begin();
    try {
      await this.begun;
    } catch (error) {
      this.begun = undefined; // The next listener tries again.
      throw error;
    }
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
    this.version = undefined;
    this.listeners.clear();
    this.request?.destroy();
  }

  private async begin(): Promise<void> {
    if (this.version === undefined) {
      await this.list();
    }
    const query = new URLSearchParams({
      ...this.watched.selectors,
      watch: "true",
      allowWatchBookmarks: "true",
      timeoutSeconds: String(STREAM_SECONDS),
      resourceVersion: this.version ?? "",
    });
    this.request = this.api.stream(
      `${this.watched.path}?${query.toString()}`,
      (event) => {
        this.receive(event);
      },
      () => {
        this.again();
      },
    );
  }

  private async list(): Promise<void> {
    const { path, selectors, type } = this.watched;
    const { items, version } = await this.api.listWithVersion(path, type, selectors);
    const now = new Set(items.map(({ metadata }) => metadata.uid));
    [...this.known.values()]
      .filter(({ metadata }) => !now.has(metadata.uid))
      .forEach((object) => {
        // When it went is not known, only that it was gone by this version.
        this.tell({
          type: "DELETED",
          object: { ...object, metadata: { ...object.metadata, resourceVersion: version } },
        });
      });
    items.forEach((object) => {
      this.tell({ type: this.known.has(object.metadata.uid ?? "") ? "MODIFIED" : "ADDED", object });
    });
    this.version = version;
  }

  private receive({ object, type }: StreamEvent): void {
    if (type === "ERROR") {
      this.version = undefined; // Too old, as a rule. The server ends the stream.
      return;
    }
    this.pause = FIRST_PAUSE;
    this.version = object.metadata.resourceVersion;
    if (type !== "BOOKMARK") {
      this.tell({ type, object });
    }
  }

  /** Begins anew after a break, for as long as somebody listens. */
  private again(): void {
    if (this.begun === undefined) {
      return;
    }
    setTimeout(() => {
      if (this.begun !== undefined) {
        this.begin().catch(() => {
          this.again();
        });
      }
    }, this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
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
