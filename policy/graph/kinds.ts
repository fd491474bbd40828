/**
 * The kinds that rules know, with the API groups that really have them. A custom resource that shares a kind's name, such
 * as another project's StatefulSet, belongs to another group and is none of them.
 */
export const KUBERNETES_KINDS = {
  CiliumClusterwideNetworkPolicy: ["cilium.io"],
  CiliumNetworkPolicy: ["cilium.io"],
  ClusterRoleBinding: ["rbac.authorization.k8s.io"],
  ConfigMap: [""],
  CronJob: ["batch"],
  DaemonSet: ["apps", "extensions"],
  Deployment: ["apps", "extensions"],
  HighAvailabilityApplication: ["ha.gke.io"],
  HorizontalPodAutoscaler: ["autoscaling"],
  Job: ["batch"],
  LimitRange: [""],
  Namespace: [""],
  NetworkPolicy: ["networking.k8s.io", "extensions"],
  PersistentVolume: [""],
  PersistentVolumeClaim: [""],
  Pod: [""],
  PodDisruptionBudget: ["policy"],
  PodSecurityPolicy: ["policy", "extensions"],
  ReplicaSet: ["apps", "extensions"],
  ReplicationController: [""],
  RoleBinding: ["rbac.authorization.k8s.io"],
  Schedule: ["velero.io"],
  ScaledObject: ["keda.sh"],
  Service: [""],
  ServiceAccount: [""],
  SnapshotSchedule: ["snapscheduler.backube"],
  StatefulSet: ["apps"],
  StorageClass: ["storage.k8s.io"],
  VerticalPodAutoscaler: ["autoscaling.k8s.io"],
  VolumeSnapshot: ["snapshot.storage.k8s.io"],
  VolumeSnapshotClass: ["snapshot.storage.k8s.io"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Pulumi type tokens of the Google Cloud resources that rules know, by the name that messages use. */
const GOOGLE_TYPES = {
  Address: "gcp:compute/address:Address",
  BackupPlan: "gcp:gkebackup/backupPlan:BackupPlan",
  Cluster: "gcp:container/cluster:Cluster",
  Disk: "gcp:compute/disk:Disk",
  NodePool: "gcp:container/nodePool:NodePool",
  RegionDisk: "gcp:compute/regionDisk:RegionDisk",
  RestorePlan: "gcp:gkebackup/restorePlan:RestorePlan",
  RouterNat: "gcp:compute/routerNat:RouterNat",
} as const satisfies Readonly<Record<string, string>>;

/** Type token of a Helm release that the provider renders by itself, out of sight. */
const HELM_RELEASE_TYPE = "kubernetes:helm.sh/v3:Release";

/** A kind of object that rules can ask for. Any other object is `Other`. */
export type Kind = keyof typeof KUBERNETES_KINDS | keyof typeof GOOGLE_TYPES | "HelmRelease" | "Other";

/** Kinds that make pods. */
export const WORKLOAD_KINDS = [
  "StatefulSet",
  "Deployment",
  "ReplicaSet",
  "ReplicationController",
  "DaemonSet",
  "Job",
  "CronJob",
  "Pod",
] as const satisfies readonly Kind[];

/** Kinds that run until they are removed, as opposed to a Job. */
export const SERVICE_KINDS = [
  "StatefulSet",
  "Deployment",
  "ReplicaSet",
  "ReplicationController",
  "DaemonSet",
] as const satisfies readonly Kind[];

/** Every kind that a Kubernetes object may be of. */
export const ALL_KUBERNETES_KINDS: readonly Kind[] = [...(Object.keys(KUBERNETES_KINDS) as Kind[]), "Other"];

const CLUSTER_SCOPED: ReadonlySet<Kind> = new Set<Kind>([
  "CiliumClusterwideNetworkPolicy",
  "ClusterRoleBinding",
  "Namespace",
  "PersistentVolume",
  "PodSecurityPolicy",
  "StorageClass",
  "VolumeSnapshotClass",
]);

/** Whether objects of a kind live in a namespace. */
export function isNamespaced(kind: Kind): boolean {
  return kind in KUBERNETES_KINDS && !CLUSTER_SCOPED.has(kind);
}

/** `apps` of `apps/v1`, and an empty text of `v1`. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
}

/** The kind of a Kubernetes object. */
export function kubernetesKind(apiVersion: string, kind: string): Kind {
  if (!Object.hasOwn(KUBERNETES_KINDS, kind)) {
    return "Other";
  }
  const known = kind as keyof typeof KUBERNETES_KINDS;
  const groups: readonly string[] = KUBERNETES_KINDS[known];
  return groups.includes(groupOf(apiVersion)) ? known : "Other";
}

const KIND_OF_TYPE: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ...Object.entries(GOOGLE_TYPES).map(([kind, type]) => [type, kind as Kind] as const),
  [HELM_RELEASE_TYPE, "HelmRelease"],
]);

/** The kind of a Pulumi resource that is not a Kubernetes object, or undefined where no rule knows it. */
export function kindOfType(type: string): Kind | undefined {
  return KIND_OF_TYPE.get(type);
}
