import { readFileSync } from "node:fs";
import https from "node:https";
import { createInterface } from "node:readline";
import { RehearsalError } from "./rehearsal-error";
import { Watch } from "./watch";
import type { IncomingMessage } from "node:http";

/** An object of Kubernetes. */
export interface ApiObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly [field: string]: unknown;
}

/** Metadata, as far as a rehearsal reads it. */
interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly { readonly uid: string; readonly kind: string }[];
  readonly resourceVersion?: string;
  readonly deletionTimestamp?: string;
  readonly generation?: number;
}

/** What an object is. */
export type ObjectType = Pick<ApiObject, "apiVersion" | "kind">;

/** What the API server answered. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A change that a watch tells of. */
export interface WatchEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly object: ApiObject;
}

/** Told of changes. */
export type Listener = (event: WatchEvent) => void;

/** Where objects of a kind live. */
interface Resource {
  readonly path: (namespace: string | undefined) => string;
}

/** Who writes; Pulumi's provider has the same name. */
const FIELD_MANAGER = "pulumi-kubernetes";
const APPLY = "application/apply-patch+yaml";
const MERGE = "application/merge-patch+json";
const STATUS = { ok: 200, created: 201, notFound: 404 } as const;
/** Milliseconds to wait for an answer. */
const TIMEOUT = 30_000;

/** Talks to an API server on this machine in plain JSON, so that nothing is dropped or filled in on the way. */
export class Api {
  private readonly server: URL;
  private readonly token: string;
  private readonly agent = new https.Agent({ keepAlive: true, maxSockets: 32, rejectUnauthorized: false });
  private readonly watches = new Map<string, Watch>();
  private readonly resources = new Map<string, Promise<ReadonlyMap<string, Resource>>>();

  constructor(server: string, token: string) {
    this.server = new URL(server);
    this.token = token;
  }

  /** Whether everything in it has come up. */
  async isReady(): Promise<boolean> {
    const { status } = await this.request("GET", "/readyz");
    return status === STATUS.ok;
  }

  /** One request. It answers whatever the server says; errors are those of the network. */
  request(method: string, path: string, body?: unknown, type = "application/json"): Promise<Answer> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const request = https.request(
        new URL(path, this.server),
        {
          method,
          agent: this.agent,
          timeout: TIMEOUT,
          headers: {
            Authorization: `Bearer ${this.token}`,
            Accept: "application/json",
            // Node.js tells no length with DELETE by itself, and the server would take the body for the next request.
            ...(text !== undefined && { "Content-Type": type, "Content-Length": Buffer.byteLength(text) }),
          },
        },
        (response) => {
          read(response).then((text) => {
            resolve({ status: response.statusCode ?? 0, body: parsed(text) });
          }, reject);
        },
      );
      request.on("timeout", () => request.destroy(new Error("no answer")));
      request.on("error", reject);
      request.end(text);
    });
  }

  /** Path of an object, or of all objects of its kind where no name is given. */
  async pathOf(apiVersion: string, kind: string, namespace?: string, name?: string): Promise<string> {
    const group = this.resources.get(apiVersion) ?? this.discover(apiVersion);
    this.resources.set(apiVersion, group);
    const resource = (await group).get(kind);
    if (resource === undefined) {
      this.resources.delete(apiVersion);
      throw new RehearsalError(`The API server knows no ${kind} of ${apiVersion}.`);
    }
    return resource.path(namespace) + (name === undefined ? "" : `/${name}`);
  }

  private async discover(apiVersion: string): Promise<ReadonlyMap<string, Resource>> {
    const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const { body } = await this.request("GET", root);
    const all = (body["resources"] ?? []) as readonly { name: string; kind: string; namespaced: boolean }[];
    const own = all.filter(({ name }) => !name.includes("/"));
    return new Map(
      own.map(({ kind, name, namespaced }) => [
        kind,
        {
          path: (namespace) =>
            namespaced && namespace !== undefined ? `${root}/namespaces/${namespace}/${name}` : `${root}/${name}`,
        },
      ]),
    );
  }

  /** Applies an object as Pulumi's provider does: server-side, strictly, and without taking fields from another writer. */
  async apply(object: ApiObject, { dryRun = false } = {}): Promise<Answer> {
    const { apiVersion, kind, metadata } = object;
    const path = await this.pathOf(apiVersion, kind, metadata.namespace, metadata.name);
    const query = `fieldManager=${FIELD_MANAGER}&fieldValidation=Strict${dryRun ? "&dryRun=All" : ""}`;
    return this.request("PATCH", `${path}?${query}`, object, APPLY);
  }

  /** An object, or undefined where there is none. */
  async get(apiVersion: string, kind: string, name: string, namespace?: string): Promise<ApiObject | undefined> {
    const answer = await this.request("GET", await this.pathOf(apiVersion, kind, namespace, name));
    return answer.status === STATUS.notFound
      ? undefined
      : (expectOk(answer, `${kind} ${name}`) as unknown as ApiObject);
  }

  /** All objects of a kind, or those that a field selector selects. */
  async list(apiVersion: string, kind: string, namespace?: string, fields = ""): Promise<readonly ApiObject[]> {
    const path = await this.pathOf(apiVersion, kind, namespace);
    const query = fields === "" ? "" : `?fieldSelector=${encodeURIComponent(fields)}`;
    const { items } = await this.listWithVersion(path + query, { apiVersion, kind });
    return items;
  }

  /** Creates an object. */
  async create(object: ApiObject): Promise<void> {
    const { apiVersion, kind, metadata } = object;
    const answer = await this.request("POST", await this.pathOf(apiVersion, kind, metadata.namespace), object);
    expectOk(answer, `${kind} ${metadata.name}`);
  }

  /** Changes fields of an object, or of its status or scale. */
  async merge(object: ApiObject, change: object, subresource = ""): Promise<void> {
    const { apiVersion, kind, metadata } = object;
    const path = await this.pathOf(apiVersion, kind, metadata.namespace, metadata.name);
    const answer = await this.request("PATCH", path + (subresource && `/${subresource}`), change, MERGE);
    expectOk(answer, `${kind} ${metadata.name}`);
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
   * Tells of all objects of a kind, and of every change of them, until it is stopped. Listeners of a kind share one stream, and with it
   * the objects.
   */
  async watch(apiVersion: string, kind: string, onEvent: Listener): Promise<() => void> {
    const path = await this.pathOf(apiVersion, kind);
    const shared = this.watches.get(path) ?? new Watch(this, path, { apiVersion, kind });
    this.watches.set(path, shared);
    return shared.add(onEvent);
  }

  /** All objects of a path, and the version of the list. Its items say what they are, which the server leaves out. */
  async listWithVersion(path: string, type: ObjectType): Promise<{ items: readonly ApiObject[]; version: string }> {
    const body = expectOk(await this.request("GET", path), path);
    const { resourceVersion = "" } = body["metadata"] as Metadata;
    const items = (body["items"] ?? []) as readonly ApiObject[];
    return { items: items.map((item) => ({ ...item, ...type })), version: resourceVersion };
  }

  /** Tells of every change from a version on, until the connection breaks. */
  stream(path: string, tell: Listener, onEnd: () => void): ReturnType<typeof https.request> {
    const request = https.request(
      new URL(path, this.server),
      // A connection of its own: it lasts as long as the watch.
      { rejectUnauthorized: false, headers: { Authorization: `Bearer ${this.token}`, Accept: "application/json" } },
      (response) => {
        const lines = createInterface({ input: response });
        lines.on("line", (line) => {
          const event = JSON.parse(line) as { type: string; object: ApiObject };
          if (event.type === "ADDED" || event.type === "MODIFIED" || event.type === "DELETED") {
            tell({ type: event.type, object: event.object });
          }
        });
        // A watch that breaks begins anew.
        lines.on("error", () => undefined);
        response.on("error", () => undefined);
      },
    );
    request.on("error", () => undefined);
    // Also where there never was an answer.
    request.on("close", onEnd);
    request.end();
    return request;
  }

  /** Ends all watches, and lets go of connections. */
  close(): void {
    this.watches.forEach((watch) => {
      watch.stop();
    });
    this.agent.destroy();
  }
}

/** The API server of a kubeconfig that {@link ./control-plane} wrote. */
export function connect(kubeconfig: string): Api {
  const { clusters, users } = JSON.parse(readFileSync(kubeconfig, "utf8")) as {
    clusters: readonly { cluster: { server: string } }[];
    users: readonly { user: { token: string } }[];
  };
  return new Api(clusters[0]?.cluster.server ?? "", users[0]?.user.token ?? "");
}

/** The body of a good answer. Errors: RehearsalError with what the server says. */
export function expectOk({ body, status }: Answer, what: string): Readonly<Record<string, unknown>> {
  if (status >= STATUS.ok && status < 300) {
    return body;
  }
  throw new RehearsalError(`The API server refuses ${what}: ${messageOf({ body, status })}`);
}

/** What the server says about a request that it refuses. */
export function messageOf({ body: { message }, status }: Answer): string {
  return typeof message === "string" ? message : `status ${String(status)}`;
}

async function read(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return { message: text.trim() };
  }
}
