/** An API version that is gone, and what takes its place. */
export interface RemovedApi {
  /** What no longer serves it, such as `Kubernetes 1.22`. */
  readonly since: string;
  /** API version to use. */
  readonly use: string;
}

const removed = (since: string, use: string): RemovedApi => ({ since, use });

/**
 * `apiVersion Kind` → what became of it.
 * Source: https://kubernetes.io/docs/reference/using-api/deprecation-guide/
 */
const REMOVED: Readonly<Record<string, RemovedApi>> = {
  "extensions/v1beta1 Ingress": removed("Kubernetes 1.22", "networking.k8s.io/v1"),
  "extensions/v1beta1 NetworkPolicy": removed("Kubernetes 1.16", "networking.k8s.io/v1"),
  "networking.k8s.io/v1beta1 Ingress": removed("Kubernetes 1.22", "networking.k8s.io/v1"),
  "networking.k8s.io/v1beta1 IngressClass": removed("Kubernetes 1.22", "networking.k8s.io/v1"),
  "policy/v1beta1 PodDisruptionBudget": removed("Kubernetes 1.25", "policy/v1"),
  "batch/v1beta1 CronJob": removed("Kubernetes 1.25", "batch/v1"),
  "batch/v2alpha1 CronJob": removed("Kubernetes 1.21", "batch/v1"),
  "discovery.k8s.io/v1beta1 EndpointSlice": removed("Kubernetes 1.25", "discovery.k8s.io/v1"),
  "storage.k8s.io/v1beta1 StorageClass": removed("Kubernetes 1.22", "storage.k8s.io/v1"),
  "storage.k8s.io/v1beta1 CSIDriver": removed("Kubernetes 1.22", "storage.k8s.io/v1"),
  "storage.k8s.io/v1beta1 VolumeAttachment": removed("Kubernetes 1.22", "storage.k8s.io/v1"),
  "scheduling.k8s.io/v1beta1 PriorityClass": removed("Kubernetes 1.22", "scheduling.k8s.io/v1"),
};

/** `apiVersion` → what became of all its kinds. */
const REMOVED_VERSIONS: Readonly<Record<string, RemovedApi>> = {
  "apps/v1beta1": removed("Kubernetes 1.16", "apps/v1"),
  "apps/v1beta2": removed("Kubernetes 1.16", "apps/v1"),
  "autoscaling/v2beta1": removed("Kubernetes 1.25", "autoscaling/v2"),
  "autoscaling/v2beta2": removed("Kubernetes 1.26", "autoscaling/v2"),
  "rbac.authorization.k8s.io/v1beta1": removed("Kubernetes 1.22", "rbac.authorization.k8s.io/v1"),
  "apiextensions.k8s.io/v1beta1": removed("Kubernetes 1.22", "apiextensions.k8s.io/v1"),
  "admissionregistration.k8s.io/v1beta1": removed("Kubernetes 1.22", "admissionregistration.k8s.io/v1"),
  "snapshot.storage.k8s.io/v1alpha1": removed("the snapshot controller", "snapshot.storage.k8s.io/v1"),
  "snapshot.storage.k8s.io/v1beta1": removed("the snapshot controller", "snapshot.storage.k8s.io/v1"),
};
const WORKLOADS = ["DaemonSet", "Deployment", "ReplicaSet"];

/** What became of an API, or undefined if it is still there. */
export function removedApi(apiVersion: string, kind: string): RemovedApi | undefined {
  if (apiVersion === "extensions/v1beta1" && WORKLOADS.includes(kind)) {
    return removed("Kubernetes 1.16", "apps/v1");
  }
  const key = `${apiVersion} ${kind}`;
  return Object.hasOwn(REMOVED, key)
    ? REMOVED[key]
    : Object.hasOwn(REMOVED_VERSIONS, apiVersion)
      ? REMOVED_VERSIONS[apiVersion]
      : undefined;
}
