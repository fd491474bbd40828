import type { ListedKind } from "../../../cluster/list-allowed";

const kind = (apiVersion: string, name: string, plural: string, isNamespaced = true): ListedKind => ({
  apiVersion,
  kind: name,
  plural,
  isNamespaced,
});

/** All that a diagnosis needs. Secrets, ConfigMaps and logs are not among it. docs/doctor.md has the rights for it. */
export const KINDS: readonly ListedKind[] = [
  kind("apps/v1", "StatefulSet", "statefulsets"),
  kind("v1", "Pod", "pods"),
  kind("v1", "PersistentVolumeClaim", "persistentvolumeclaims"),
  kind("v1", "PersistentVolume", "persistentvolumes", false),
  kind("storage.k8s.io/v1", "StorageClass", "storageclasses", false),
  kind("storage.k8s.io/v1", "VolumeAttachment", "volumeattachments", false),
  kind("v1", "Node", "nodes", false),
  kind("v1", "Service", "services"),
  kind("v1", "Event", "events"),
  kind("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets"),
  kind("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies"),
  kind("autoscaling/v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers"),
];
