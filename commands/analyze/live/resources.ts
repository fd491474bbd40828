import type { ListedKind } from "../../../cluster/list-allowed";

const row = (apiVersion: string, kind: string, plural: string, isNamespaced = true): ListedKind => ({
  apiVersion,
  kind,
  plural,
  isNamespaced,
});

/** What rules look at. Secrets and configuration are not among it. */
export const RESOURCES: readonly ListedKind[] = [
  row("v1", "Namespace", "namespaces", false),
  row("apps/v1", "StatefulSet", "statefulsets"),
  row("apps/v1", "Deployment", "deployments"),
  row("apps/v1", "DaemonSet", "daemonsets"),
  row("apps/v1", "ReplicaSet", "replicasets"),
  row("batch/v1", "CronJob", "cronjobs"),
  row("batch/v1", "Job", "jobs"),
  row("v1", "Pod", "pods"),
  row("v1", "Service", "services"),
  row("v1", "ServiceAccount", "serviceaccounts"),
  row("v1", "PersistentVolumeClaim", "persistentvolumeclaims"),
  row("v1", "PersistentVolume", "persistentvolumes", false),
  row("v1", "LimitRange", "limitranges"),
  row("v1", "ResourceQuota", "resourcequotas"),
  row("storage.k8s.io/v1", "StorageClass", "storageclasses", false),
  row("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets"),
  row("autoscaling/v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers"),
  row("autoscaling.k8s.io/v1", "VerticalPodAutoscaler", "verticalpodautoscalers"),
  row("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies"),
  row("rbac.authorization.k8s.io/v1", "RoleBinding", "rolebindings"),
  row("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "clusterrolebindings", false),
  row("snapshot.storage.k8s.io/v1", "VolumeSnapshot", "volumesnapshots"),
  row("snapshot.storage.k8s.io/v1", "VolumeSnapshotClass", "volumesnapshotclasses", false),
  row("snapscheduler.backube/v1", "SnapshotSchedule", "snapshotschedules"),
  row("velero.io/v1", "Schedule", "schedules"),
  row("keda.sh/v1alpha1", "ScaledObject", "scaledobjects"),
  row("cilium.io/v2", "CiliumNetworkPolicy", "ciliumnetworkpolicies"),
  row("cilium.io/v2", "CiliumClusterwideNetworkPolicy", "ciliumclusterwidenetworkpolicies", false),
  row("monitoring.coreos.com/v1", "PrometheusRule", "prometheusrules"),
  row("monitoring.googleapis.com/v1", "Rules", "rules"),
  row("monitoring.googleapis.com/v1", "ClusterRules", "clusterrules", false),
];
