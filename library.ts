/** What other programs may import: `import { StatefulWorkload } from "gke-stateful"`. */
export {
  accessSettings,
  backupSettings,
  clusterSettings,
  monitoringSettings,
  namespaceSettings,
  networkSettings,
  poolSettings,
  SettingsError,
  storageSettings,
  workloadSettings,
} from "./config/settings";
export { AlertPolicies } from "./components/alert-policies";
export { AlertRules } from "./components/alert-rules";
export { Backup } from "./components/backup";
export { ClusterAccess } from "./components/cluster-access";
export { ClusterNotifications } from "./components/cluster-notifications";
export { ClusterTags } from "./components/cluster-tags";
export { DataGuard } from "./components/guard/data-guard";
export { DisruptionBudget } from "./components/disruption-budget";
export { GkeCluster } from "./components/gke-cluster";
export { HorizontalAutoscaler } from "./components/horizontal-autoscaler";
export { Namespace } from "./components/namespace";
export { Network } from "./components/network";
export { NodeIdentity } from "./components/node-identity";
export { NodePool } from "./components/node-pool";
export { Priority } from "./components/priority";
export { ProjectServices } from "./components/project-services";
export { SecretAccess } from "./components/secret-access";
export { ServiceAgent } from "./components/service-agent";
export { SharedNetworkAccess } from "./components/shared-network-access";
export { quotaFor } from "./config/sizing/quota";
export { StatefulWorkload } from "./components/stateful-workload";
export { Storage } from "./components/storage";
export { VerticalAutoscaler } from "./components/vertical-autoscaler";
export { WorkloadIdentity } from "./components/workload-identity";
