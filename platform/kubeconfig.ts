import { RunError } from "@pulumi/pulumi";
import { Provider } from "@pulumi/kubernetes/provider";
import type { DataGuard } from "../components/guard/data-guard";
import type { Platform } from "./platform";
import type { StackConfig } from "../config/stack-config";

/**
 * Tells the provider that it is the same cluster, whatever the context, the address and the certificate are called. Otherwise a name that
 * a person may change would replace every object. Which cluster it really is, the marks on the objects say (components/guard).
 */
const SAME_CLUSTER = "current-context";

/** Set where the program runs in memory, without any cluster: commands/plan/engine/program.ts. */
const IN_MEMORY = "GKE_STATEFUL_PLAN_FD";

/** Lets a stack go whose cluster is gone. @see https://www.pulumi.com/registry/packages/kubernetes/installation-configuration/ */
const DELETE_UNREACHABLE = "PULUMI_K8S_DELETE_UNREACHABLE";

/**
 * A cluster that exists: only the Kubernetes half of a stack, and of that what the cluster has. Errors: RunError where the kubeconfig
 * has no such context, the cluster does not answer, or it is another one than the configuration names.
 */
export async function useKubeconfig(
  { deletionProtection, kubeconfig }: StackConfig,
  guard: DataGuard,
): Promise<Platform> {
  const { context, path } = kubeconfig;
  const source = { kubeconfig: path, context };
  const isGone = process.env[DELETE_UNREACHABLE] === "true";
  const clusterId = isGone || process.env[IN_MEMORY] !== undefined ? undefined : await identify(kubeconfig);
  const provider = new Provider("cluster", {
    ...(path !== undefined && { kubeconfig: path }),
    ...(context !== undefined && { context }),
    clusterIdentifier: SAME_CLUSTER,
  });
  if (!isGone) {
    guard.reach({ source, movesTo: kubeconfig.clusterId, flags: flagsOf(kubeconfig) });
  }
  return {
    options: { provider },
    outlivesStack: true,
    namespaceOptions: { provider, protect: deletionProtection },
    clusterId,
    nodes: [],
    zones: [],
    dedicatedNodes: false,
    verticalAutoscaling: kubeconfig.verticalPodAutoscaler,
    snapshots: kubeconfig.volumeSnapshots,
    diskLabels: {},
    backupPlan: undefined,
    backUp: () => undefined,
    outputs: {},
  };
}

/** How a person's commands reach the cluster. */
function flagsOf({ context, path }: StackConfig["kubeconfig"]): string {
  return [
    ...(path === undefined ? [] : [`--kubeconfig ${JSON.stringify(path)}`]),
    ...(context === undefined ? [] : [`--context ${JSON.stringify(context)}`]),
  ].join(" ");
}

/**
 * The provider previews without a cluster as if it were empty, so it is asked here, before anything is decided. A stack without a mark
 * of its cluster would follow a context anywhere, so one that may not be asked must be named.
 */
async function identify({ clusterId: wanted, context, path }: StackConfig["kubeconfig"]): Promise<string> {
  const id = await ask({ kubeconfig: path, context });
  const place = `context ${context ?? "(current)"}`;
  if (wanted !== undefined && id !== undefined && wanted !== id) {
    throw new RunError(
      `gke-stateful:kubeconfig.clusterId is "${wanted}": must be the UID of the namespace kube-system of the cluster, and that of ${place} is ${id}. Name the context of the right cluster in gke-stateful:kubeconfig.context.`,
    );
  }
  if (id === undefined && wanted === undefined) {
    throw new RunError(
      `gke-stateful:kubeconfig.clusterId is not set: must be, where ${place} may not read the namespace kube-system, which tells one cluster from another. Let it get that namespace, or set the key to the UID that an administrator reads: kubectl get namespace kube-system -o jsonpath={.metadata.uid}.`,
    );
  }
  return id ?? wanted ?? "";
}

async function ask(source: {
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
}): Promise<string | undefined> {
  /* eslint-disable @typescript-eslint/no-require-imports -- import() is not CommonJS, and a plan needs no client */
  const { connect } = require("../cluster/client") as typeof import("../cluster/client");
  const { clusterId } = require("../cluster/identity") as typeof import("../cluster/identity");
  /* eslint-enable @typescript-eslint/no-require-imports */
  try {
    const client = connect(source);
    try {
      return await clusterId(client);
    } finally {
      client.close();
    }
  } catch (error) {
    throw new RunError(
      `gke-stateful:kubeconfig does not lead to a cluster: ${(error as Error).message} Set gke-stateful:kubeconfig.context, and path if it is another file than kubectl's own.`,
    );
  }
}
