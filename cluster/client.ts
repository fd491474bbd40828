import { expectOk, STATUS } from "./answer";
import { ClusterError } from "./cluster-error";
import { connectionTo } from "./connection";
import { send, stream } from "./transport";
import { Watch } from "./watch";
import type { ApiObject, Listener, ObjectType } from "./api-object";
import type { ClusterSource, Connection } from "./connection";
import type { Answer } from "./answer";
import type { Stream } from "./transport";
import type { StreamEvent } from "./watch";

/** A label selector that asks for all of some labels. */
export function selectorOf(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}

/** What a list is narrowed to. */
export interface Selection {
  readonly namespace?: string | undefined;
  /** Field selector, such as `spec.nodeName=n1`. */
  readonly fields?: string;
  /** Label selector, such as `app=db`. */
  readonly labels?: string;
}

/** How an object is applied. */
export interface Applying {
  /** The API server says what it would do, and does nothing. @default false */
  readonly dryRun?: boolean;
  /** Who writes. @default the name of Pulumi's provider */
  readonly manager?: string;
}

/** Path of all objects of a kind, by its name in paths: of one namespace, or of all. */
export function pathIn(apiVersion: string, plural: string, namespace: string | undefined): string {
  const scope = namespace === undefined ? "" : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${rootOf(apiVersion)}${scope}/${plural}`;
}

function rootOf(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** Where objects of a kind live. */
interface Resource {
  readonly path: (namespace: string | undefined) => string;
}

/** A part of a list. */
interface Page {
  readonly items: readonly ApiObject[];
  /** Where the next part begins; undefined after the last one. */
  readonly next: string | undefined;
  readonly version: string;
}

/** Who applies, unless it is said: Pulumi's provider has the same name. */
const PROVIDER = "pulumi-kubernetes";
/** Who changes single fields. */
const FIELD_MANAGER = "gke-stateful";
const APPLY = "application/apply-patch+yaml";
const MERGE = "application/merge-patch+json";
/** Objects of one answer; a large cluster gives them page by page. */
const PAGE = 500;

/**
 * Talks to an API server in plain JSON, so that nothing is dropped or filled in on the way. Errors of all methods: ClusterError where
 * the server cannot be reached or refuses.
 */
export class ClusterClient {
  /** Where it goes to. */
  readonly connection: Connection;
  private readonly watches = new Map<string, Watch>();
  private readonly resources = new Map<string, Promise<ReadonlyMap<string, Resource>>>();

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Whether everything in the API server has come up. */
  async isReady(): Promise<boolean> {
    const { status } = await this.request("GET", "/readyz");
    return status === STATUS.ok;
  }

  /** One request. It answers whatever the server says. */
  request(method: string, path: string, body?: unknown, type?: string): Promise<Answer> {
    return send(this.connection, { method, path, body, ...(type !== undefined && { type }) });
  }

  /** Path of an object, or of all objects of its kind where no name is given. */
  async pathOf(apiVersion: string, kind: string, namespace?: string, name?: string): Promise<string> {
    const resource = (await this.resourcesOf(apiVersion)).get(kind);
    if (resource === undefined) {
      this.resources.delete(apiVersion); // It may come yet.
      throw new ClusterError(`The API server knows no ${kind} of ${apiVersion}.`);
    }
    return resource.path(namespace) + (name === undefined ? "" : `/${name}`);
  }

  /** Whether the API server knows a kind: that of a custom resource may not be there. */
  async serves(apiVersion: string, kind: string): Promise<boolean> {
    const isKnown = (await this.resourcesOf(apiVersion)).has(kind);
    if (!isKnown) {
      this.resources.delete(apiVersion); // It may come yet.
    }
    return isKnown;
  }

  /** Asked for once, and again after it could not be. */
  private resourcesOf(apiVersion: string): Promise<ReadonlyMap<string, Resource>> {
    const known = this.resources.get(apiVersion);
    if (known !== undefined) {
      return known;
    }
    const asked = this.discover(apiVersion);
    this.resources.set(apiVersion, asked);
    asked.catch(() => this.resources.delete(apiVersion));
    return asked;
  }

  private async discover(apiVersion: string): Promise<ReadonlyMap<string, Resource>> {
    const { body } = await this.request("GET", rootOf(apiVersion));
    const all = (body["resources"] ?? []) as readonly { name: string; kind: string; namespaced: boolean }[];
    const own = all.filter(({ name }) => !name.includes("/"));
    return new Map(
      own.map(({ kind, name, namespaced }) => [
        kind,
        { path: (namespace) => pathIn(apiVersion, name, namespaced ? namespace : undefined) },
      ]),
    );
  }

  /** Applies an object as Pulumi's provider does: server-side, strictly, and without taking fields from another writer. */
  async apply(object: ApiObject, { dryRun = false, manager = PROVIDER }: Applying = {}): Promise<Answer> {
    const { apiVersion, kind, metadata } = object;
    const path = await this.pathOf(apiVersion, kind, metadata.namespace, metadata.name);
    const query = new URLSearchParams({ fieldManager: manager, fieldValidation: "Strict" });
    if (dryRun) {
      query.set("dryRun", "All");
    }
    return this.request("PATCH", `${path}?${query.toString()}`, object, APPLY);
  }

  /** An object, or undefined where there is none. */
  async get(apiVersion: string, kind: string, name: string, namespace?: string): Promise<ApiObject | undefined> {
    const answer = await this.request("GET", await this.pathOf(apiVersion, kind, namespace, name));
    return answer.status === STATUS.notFound
      ? undefined
      : (expectOk(answer, `${kind} ${name}`) as unknown as ApiObject);
  }

  /** All objects of a kind, or those that are selected. */
  async list(apiVersion: string, kind: string, selection: Selection = {}): Promise<readonly ApiObject[]> {
    const path = await this.pathOf(apiVersion, kind, selection.namespace);
    return (await this.listWithVersion(path, { apiVersion, kind }, selectorsOf(selection))).items;
  }

  /** Creates an object, which must not be there. */
  async create(object: ApiObject, manager = FIELD_MANAGER): Promise<void> {
    const { kind, metadata } = object;
    expectOk(await this.tryCreate(object, manager), `${kind} ${metadata.name}`);
  }

  /** As {@link create}; it answers whatever the server says. */
  async tryCreate(object: ApiObject, manager = FIELD_MANAGER): Promise<Answer> {
    const { apiVersion, kind, metadata } = object;
    const path = await this.pathOf(apiVersion, kind, metadata.namespace);
    return this.request("POST", `${path}?fieldManager=${manager}`, object);
  }

  /**
   * Changes fields of an object, or of its status or scale. With a `resourceVersion` in the change's metadata it is refused (409) where
   * somebody else was faster.
   */
  async merge(object: ApiObject, change: object, subresource = ""): Promise<void> {
    const { kind, metadata } = object;
    expectOk(await this.tryMerge(object, change, subresource), `${kind} ${metadata.name}`);
  }

  /** As {@link merge}; it answers whatever the server says. */
  async tryMerge({ apiVersion, kind, metadata }: ApiObject, change: object, subresource = ""): Promise<Answer> {
    const path = await this.pathOf(apiVersion, kind, metadata.namespace, metadata.name);
    const place = subresource === "" ? path : `${path}/${subresource}`;
    return this.request("PATCH", `${place}?fieldManager=${FIELD_MANAGER}`, change, MERGE);
  }

  /** Deletes an object; one that is gone already is no fault. */
  async delete({ apiVersion, kind, metadata }: ApiObject, options: object = {}): Promise<void> {
    const path = await this.pathOf(apiVersion, kind, metadata.namespace, metadata.name);
    const answer = await this.request("DELETE", path, options);
    if (answer.status !== STATUS.notFound) {
      expectOk(answer, `${kind} ${metadata.name}`);
    }
  }

  /**
   * Tells of all objects of a kind, or of those that are selected, and of every change of them, until it is stopped. Listeners of the same
   * ones share one stream, and with it the objects.
   */
  async watch(apiVersion: string, kind: string, onEvent: Listener, selection: Selection = {}): Promise<() => void> {
    const path = await this.pathOf(apiVersion, kind, selection.namespace);
    const selectors = selectorsOf(selection);
    const key = `${path}?${new URLSearchParams(selectors).toString()}`;
    const shared = this.watches.get(key) ?? new Watch(this, { path, selectors, type: { apiVersion, kind } });
    this.watches.set(key, shared);
    return shared.add(onEvent);
  }

  /** All objects of a path, and the version of the list. Its items say what they are, which the server leaves out. */
  async listWithVersion(
    path: string,
    type: ObjectType,
    selectors: Readonly<Record<string, string>> = {},
  ): Promise<{ items: readonly ApiObject[]; version: string }> {
    let items: ApiObject[] = [];
    let page: Page = { next: "", items: [], version: "" };
    while (page.next !== undefined) {
      const after = await this.page(path, selectors, page.next);
      if (after === undefined) {
        [items, page] = [[], { next: "", items: [], version: "" }];
      } else {
        items.push(...after.items.map((item) => ({ ...item, ...type })));
        page = after;
      }
    }
    const { version } = page;
    return { items, version };
  }

  /** A page of a list; undefined where the list is too old to go on with. */
  private async page(
    path: string,
    selectors: Readonly<Record<string, string>>,
    from: string,
  ): Promise<Page | undefined> {
    const place = { limit: String(PAGE), ...(from !== "" && { continue: from }) };
    const answer = await this.request("GET", `${path}?${new URLSearchParams({ ...selectors, ...place }).toString()}`);
    if (answer.status === STATUS.gone && from !== "") {
      return undefined;
    }
    const { items = [], metadata } = expectOk(answer, path) as {
      items?: readonly ApiObject[];
      metadata?: { resourceVersion?: string; continue?: string };
    };
    const next = metadata?.continue === "" ? undefined : metadata?.continue;
    return { items, next, version: metadata?.resourceVersion ?? "" };
  }

  /** Tells of everything that the server sends on a path, until the connection breaks. */
  stream(path: string, tell: (event: StreamEvent) => void, onEnd: () => void): Stream {
    const onLine = (line: string): void => {
      const event = parsedEvent(line);
      if (event !== undefined) {
        tell(event);
      }
    };
    return stream(this.connection, path, onLine, onEnd);
  }

  /** Ends all watches, and lets go of connections. */
  close(): void {
    this.watches.forEach((watch) => {
      watch.stop();
    });
    this.connection.close();
  }
}

function selectorsOf({ fields, labels }: Selection): Readonly<Record<string, string>> {
  return {
    ...(fields !== undefined && { fieldSelector: fields }),
    ...(labels !== undefined && { labelSelector: labels }),
  };
}

/**
 * What a line of a stream says. A connection that breaks in the midst of a line leaves half of one, and a server that does not serve the stream
 * answers with a Status: neither can be gone on from.
 */
function parsedEvent(line: string): StreamEvent | undefined {
  try {
    const event = JSON.parse(line) as Partial<StreamEvent>;
    return event.object === undefined ? { type: "ERROR", object: event as ApiObject } : (event as StreamEvent);
  } catch {
    return undefined;
  }
}

/** A client of a cluster. Errors: ClusterError where there is no such kubeconfig or context. */
export function connect(source: ClusterSource): ClusterClient {
  return new ClusterClient(connectionTo(source));
}
