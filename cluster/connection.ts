import https from "node:https";
import { homedir } from "node:os";
import { join } from "node:path";
import { KubeConfig } from "@kubernetes/client-node";
import { getProxyForUrl } from "proxy-from-env";
import { ClusterError } from "./cluster-error";
import type { Cluster } from "@kubernetes/client-node";
import type { Agent, RequestOptions } from "node:https";

/** Which cluster: as Pulumi's Kubernetes provider is told. */
export interface ClusterSource {
  /** Path of a kubeconfig, which may begin with `~/`, or its content. @default KUBECONFIG, else ~/.kube/config */
  readonly kubeconfig?: string | undefined;
  /** Context in it. @default the current context */
  readonly context?: string | undefined;
}

/** Where requests go, and with which identity. */
export interface Connection {
  /** Address of the API server. */
  readonly server: URL;
  /** Name of the context. */
  readonly context: string;
  /** Options of a request: certificates, and a token that is fresh. */
  readonly options: () => Promise<RequestOptions>;
  /** Lets go of connections. */
  readonly close: () => void;
}

/** What the client calls the context that it makes up where there is no kubeconfig. */
const NO_CONTEXT = "loaded-context";
/** Requests that may be under way at once. */
const MAX_SOCKETS = 32;

/** Errors: ClusterError where there is no kubeconfig, or no such context in it; it names those that there are. */
export function connectionTo({ context, kubeconfig }: ClusterSource): Connection {
  const config = load(kubeconfig);
  const names = config.getContexts().map(({ name }) => name);
  if (context !== undefined && !names.includes(context)) {
    throw new ClusterError(
      `The kubeconfig has no context ${JSON.stringify(context)}; it has ${names.length === 0 ? "none" : names.join(", ")}.`,
    );
  }
  if (context !== undefined) {
    config.setCurrentContext(context);
  }
  const cluster = config.getCurrentCluster();
  if (cluster === null || config.getCurrentContext() === NO_CONTEXT) {
    throw new ClusterError(
      "There is no kubeconfig, or it has no current context. Get one, for example with gcloud container clusters get-credentials CLUSTER, or name a context that it has.",
    );
  }
  const server = new URL(cluster.server);
  config.clusters = config.clusters.map((one) => (one.name === cluster.name ? asKubectlReads(one, server) : one));
  return connectionOf(config, server);
}

/**
 * What kubectl understands and the library does not: a proxy that the environment names (HTTPS_PROXY, HTTP_PROXY, NO_PROXY), and a server
 * without TLS, which the library takes only where its certificate is not to be looked at.
 */
function asKubectlReads(cluster: Cluster, server: URL): Cluster {
  const proxy = getProxyForUrl(server.href);
  return {
    ...cluster,
    skipTLSVerify: cluster.skipTLSVerify || server.protocol === "http:",
    ...(cluster.proxyUrl === undefined && proxy !== "" && { proxyUrl: proxy }),
  };
}

function load(kubeconfig: string | undefined): KubeConfig {
  const config = new KubeConfig();
  try {
    if (kubeconfig === undefined) {
      config.loadFromDefault();
    } else if (isContent(kubeconfig)) {
      config.loadFromString(kubeconfig);
    } else {
      config.loadFromFile(kubeconfig.startsWith("~/") ? join(homedir(), kubeconfig.slice(2)) : kubeconfig);
    }
  } catch (error) {
    throw new ClusterError(`The kubeconfig cannot be read: ${(error as Error).message}.`, { cause: error });
  }
  return config;
}

/** Pulumi's provider takes either in one input too. No path has a line break, and none begins with a brace. */
function isContent(kubeconfig: string): boolean {
  return kubeconfig.includes("\n") || kubeconfig.trimStart().startsWith("{");
}

function connectionOf(config: KubeConfig, server: URL): Connection {
  let agent: Agent | undefined;
  return {
    server,
    context: config.getCurrentContext(),
    options: async () => {
      const options: RequestOptions = {};
      await config.applyToHTTPSOptions(options);
      if (server.protocol === "https:" && config.getCurrentCluster()?.proxyUrl === undefined) {
        // The client's own agent opens a connection for each request.
        const { ca, cert, key, rejectUnauthorized, servername } = options;
        agent ??= new https.Agent({
          keepAlive: true,
          maxSockets: MAX_SOCKETS,
          ca,
          cert,
          key,
          rejectUnauthorized,
          servername,
        });
        return { ...options, agent };
      }
      return options;
    },
    close: () => {
      agent?.destroy();
    },
  };
}
