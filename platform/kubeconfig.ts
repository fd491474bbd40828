import { Provider } from "@pulumi/kubernetes/provider";
import type { Platform } from "../platform";
import type { StackConfig } from "../config";

/** Identity of the cluster where no context is named. */
const CURRENT_CONTEXT = "current-context";

/** A cluster that exists: only the Kubernetes half of a stack, and of that what the cluster has. */
export function useKubeconfig({ kubeconfig, deletionProtection }: StackConfig): Platform {
  const { context, path } = kubeconfig;
  const provider = new Provider("cluster", {
    ...(path !== undefined && { kubeconfig: path }),
    ...(context !== undefined && { context }),
    // A cluster that comes back under another address, as local ones do, is still the same cluster.
    clusterIdentifier: context ?? CURRENT_CONTEXT,
  });
  return {
    options: { provider },
    namespaceOptions: { provider, protect: deletionProtection },
    nodes: [],
    zones: [],
    dedicatedNodes: false,
    verticalAutoscaling: kubeconfig.verticalPodAutoscaler,
    snapshots: kubeconfig.volumeSnapshots,
    diskLabels: {},
    backUp: () => undefined,
    outputs: {},
  };
}
