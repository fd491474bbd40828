/**
 * Namespaces that belong to a cluster and not to its users. Source: https://cloud.google.com/kubernetes-engine/docs/concepts/cluster-architecture
 */
const OF_THE_CLUSTER = /^(?:kube-|gke-|gmp-|config-management-|istio-system$|asm-system$)/;

/** Whether Kubernetes, GKE or an add-on runs in a namespace of that name. */
export function isSystemNamespace(name: string): boolean {
  return OF_THE_CLUSTER.test(name);
}
