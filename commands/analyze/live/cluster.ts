import http from "node:http";
import https from "node:https";
import { KubeConfig } from "@kubernetes/client-node";
import { UserError } from "../../shared/user-error";
import type { RequestOptions } from "node:https";
import type { Resource } from "./resources";

/** Objects of one answer; a large cluster gives them page by page. */
const PAGE = 500;
/** What the client calls the context that it makes up where there is no kubeconfig. */
const NO_CONTEXT = "loaded-context";
/** Milliseconds to wait for an answer. */
const TIMEOUT = 30_000;
const STATUS = { ok: 200, unauthorized: 401, gone: 410 } as const;
/** Answers that stand for no objects, and need not end a run. */
const REFUSED: Readonly<Record<number, "forbidden" | "missing">> = { 403: "forbidden", 404: "missing" };

/** An object as the API gives it. */
export type ApiObject = Readonly<Record<string, unknown>>;

/** What a list gave: objects, or why there are none. */
export type Listed = { readonly items: readonly ApiObject[] } | { readonly refused: "forbidden" | "missing" };

interface Page {
  readonly items?: readonly ApiObject[];
  readonly metadata?: { readonly continue?: string };
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Reads a cluster through the kubeconfig. It only ever sends GET. */
export class Cluster {
  /** Name of the context. */
  readonly context: string;
  private readonly config: KubeConfig;
  private readonly server: URL;

  /** Errors: UserError where there is no such context, or no kubeconfig. */
  constructor(context: string | undefined) {
    this.config = loadConfig();
    if (context !== undefined) {
      const names = this.config.getContexts().map(({ name }) => name);
      if (!names.includes(context)) {
        throw new UserError(
          `--context is "${context}"; the kubeconfig has ${names.length === 0 ? "none" : names.join(", ")}.`,
        );
      }
      this.config.setCurrentContext(context);
    }
    const cluster = this.config.getCurrentCluster();
    if (cluster === null || this.config.getCurrentContext() === NO_CONTEXT) {
      throw new UserError(
        "There is no kubeconfig, or it has no current context. Name one with --context, or get one: gcloud container clusters get-credentials CLUSTER.",
      );
    }
    this.context = this.config.getCurrentContext();
    this.server = new URL(cluster.server);
  }

  /** All objects of a kind. Errors: UserError where the cluster does not answer, or to nobody like us. */
  async list(resource: Resource, namespace: string | undefined): Promise<Listed> {
    const path = pathOf(resource, namespace);
    const { apiVersion, kind, plural } = resource;
    let items: ApiObject[] = [];
    let next: string | undefined = "";
    while (next !== undefined) {
      const query = new URLSearchParams({ limit: String(PAGE), ...(next !== "" && { continue: next }) });
      const { body, status } = await this.get(`${path}?${query.toString()}`);
      if (REFUSED[status] !== undefined) {
        return { refused: REFUSED[status] };
      }
      if (status === STATUS.gone) {
        [items, next] = [[], ""]; // The list is too old to go on with: from the start.
      } else {
        const page = this.parsed(status, body, plural);
        items.push(...(page.items ?? []).map((item) => ({ apiVersion, kind, ...item })));
        next = nextOf(page);
      }
    }
    return { items };
  }

  /** JSON of a path, or undefined where it is refused or not there. */
  async json(path: string): Promise<unknown> {
    const { body, status } = await this.get(path);
    return status === STATUS.ok ? (JSON.parse(body) as unknown) : undefined;
  }

  private parsed(status: number, body: string, plural: string): Page {
    if (status === STATUS.ok) {
      return JSON.parse(body) as Page;
    }
    const advice =
      status === STATUS.unauthorized
        ? "Log in again: gcloud auth login, or gcloud container clusters get-credentials."
        : "Try again later.";
    throw new UserError(
      `The cluster of context ${this.context} answered ${String(status)} when asked for ${plural}. ${advice}`,
    );
  }

  private async get(path: string): Promise<Answer> {
    const options: RequestOptions = { timeout: TIMEOUT, headers: { Accept: "application/json" } };
    try {
      await this.config.applyToHTTPSOptions(options);
      return await request(new URL(joined(this.server, path), this.server), options);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw new UserError(
        `The cluster of context ${this.context} (${this.server.origin}) cannot be reached: ${code ?? message}. Check the network and kubectl get nodes.`,
        { cause: error },
      );
    }
  }
}

/** Where the next page begins; undefined after the last one. */
function nextOf({ metadata }: Page): string | undefined {
  return metadata?.continue === "" ? undefined : metadata?.continue;
}

function pathOf({ apiVersion, isNamespaced, plural }: Resource, namespace: string | undefined): string {
  const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const scope = isNamespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : "";
  return `${root}${scope}/${plural}`;
}

function loadConfig(): KubeConfig {
  const config = new KubeConfig();
  try {
    config.loadFromDefault();
  } catch (error) {
    throw new UserError(`The kubeconfig cannot be read: ${(error as Error).message}.`, { cause: error });
  }
  return config;
}

/** A server may have a path of its own, as behind a proxy. */
function joined({ pathname }: URL, path: string): string {
  return pathname === "/" ? path : pathname.replace(/\/$/, "") + path;
}

function request(url: URL, options: RequestOptions): Promise<Answer> {
  const { request: send } = url.protocol === "http:" ? http : https;
  return new Promise((resolve, reject) => {
    const call = send(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") });
      });
      response.on("error", reject);
    });
    call.on("timeout", () => call.destroy(new Error(`no answer within ${String(TIMEOUT / 1000)} seconds`)));
    call.on("error", reject);
    call.end();
  });
}
