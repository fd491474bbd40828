import { autoscalerTargetUnseen } from "./autoscaler-target-unseen";
import { autoscalerWithoutTarget } from "./autoscaler-without-target";
import { backupWithoutRetention } from "./backup-without-retention";
import { barePod } from "./bare-pod";
import { batchSet } from "./batch-set";
import { budgetBlocksDrain } from "./budget-blocks-drain";
import { budgetSelectsNothing } from "./budget-selects-nothing";
import { claimRetentionDelete } from "./claim-retention-delete";
import { clearPassword } from "./clear-password";
import { clusterBackupAgent } from "./cluster-backup-agent";
import { clusterCostAllocation } from "./cluster-cost-allocation";
import { clusterDefaultPool } from "./cluster-default-pool";
import { clusterDeletionProtection } from "./cluster-deletion-protection";
import { clusterDiskDriver } from "./cluster-disk-driver";
import { clusterLegacyAuthentication } from "./cluster-legacy-authentication";
import { clusterMaintenanceWindow } from "./cluster-maintenance-window";
import { clusterNetworkPolicy } from "./cluster-network-policy";
import { clusterOpenControlPlane } from "./cluster-open-control-plane";
import { clusterPrivateNodes } from "./cluster-private-nodes";
import { clusterReleaseChannel } from "./cluster-release-channel";
import { clusterSecretsEncryption } from "./cluster-secrets-encryption";
import { clusterShieldedNodes } from "./cluster-shielded-nodes";
import { clusterWorkloadIdentity } from "./cluster-workload-identity";
import { clusterZonalControlPlane } from "./cluster-zonal-control-plane";
import { daemonLikeSet } from "./daemon-like-set";
import { diskMachineMismatch } from "./disk-machine-mismatch";
import { diskZonesMismatch } from "./disk-zones-mismatch";
import { eagerLiveness } from "./eager-liveness";
import { governingService } from "./governing-service";
import { hardcodedStorageClass } from "./hardcoded-storage-class";
import { heldRollout } from "./held-rollout";
import { helmReleaseUnseen } from "./helm-release-unseen";
import { immediateBinding } from "./immediate-binding";
import { inTreeProvisioner } from "./in-tree-provisioner";
import { monthlyCost } from "./monthly-cost";
import { moreReplicasThanZones } from "./more-replicas-than-zones";
import { mutableImage } from "./mutable-image";
import { namespacePodSecurity } from "./namespace-pod-security";
import { noBackup } from "./no-backup";
import { noDisruptionBudget } from "./no-disruption-budget";
import { noEphemeralStorageLimit } from "./no-ephemeral-storage-limit";
import { noGracePeriod } from "./no-grace-period";
import { noLivenessProbe } from "./no-liveness-probe";
import { noMemoryLimit } from "./no-memory-limit";
import { noNetworkPolicy } from "./no-network-policy";
import { noReadinessProbe } from "./no-readiness-probe";
import { noRequests } from "./no-requests";
import { noSpread } from "./no-spread";
import { noVolumeExpansion } from "./no-volume-expansion";
import { overlappingBudgets } from "./overlapping-budgets";
import { oversizedStorage } from "./oversized-storage";
import { peersNotReady } from "./peers-not-ready";
import { plainClaim } from "./plain-claim";
import { podManagementPolicy } from "./pod-management-policy";
import { podSecurity } from "./pod-security";
import { podSecurityPolicy } from "./pod-security-policy";
import { poolAutoRepair } from "./pool-auto-repair";
import { poolAutoUpgrade } from "./pool-auto-upgrade";
import { poolAutoscaling } from "./pool-autoscaling";
import { poolContainerOptimizedOs } from "./pool-container-optimized-os";
import { poolDrainIgnoresBudgets } from "./pool-drain-ignores-budgets";
import { poolIntegrityMonitoring } from "./pool-integrity-monitoring";
import { poolLegacyEndpoints } from "./pool-legacy-endpoints";
import { poolMetadataServer } from "./pool-metadata-server";
import { poolMixedLimits } from "./pool-mixed-limits";
import { poolReadOnlyPort } from "./pool-read-only-port";
import { poolSecureBoot } from "./pool-secure-boot";
import { poolServiceAccount } from "./pool-service-account";
import { poolSlowDisk } from "./pool-slow-disk";
import { poolSpot } from "./pool-spot";
import { poolUpgradeTakesNodes } from "./pool-upgrade-takes-nodes";
import { privilegedPod } from "./privileged-pod";
import { publicDatabase } from "./public-database";
import { reclaimDelete } from "./reclaim-delete";
import { regionalClassZones } from "./regional-class-zones";
import { removedApiVersion } from "./removed-api";
import { replacementKillsPods } from "./replacement-kills-pods";
import { restoreUntested } from "./restore-untested";
import { restoreWithoutVolumes } from "./restore-without-volumes";
import { serviceSelectsNothing } from "./service-selects-nothing";
import { sharedClaim } from "./shared-claim";
import { sharedModeOnDisk } from "./shared-mode-on-disk";
import { singleReplica } from "./single-replica";
import { singleZoneDisk } from "./single-zone-disk";
import { smallRegionalDisk } from "./small-regional-disk";
import { snapshotClassDelete } from "./snapshot-class-delete";
import { spotData } from "./spot-data";
import { spreadSelectsNothing } from "./spread-selects-nothing";
import { statefulDeployment } from "./stateful-deployment";
import { statelessSet } from "./stateless-set";
import { throwawayEnvironment } from "./throwaway-environment";
import { tokenAutomount } from "./token-automount";
import { twoReplicaWriters } from "./two-replica-writers";
import { unhealthyPodsBlockDrain } from "./unhealthy-pods-block-drain";
import { unknownDiskType } from "./unknown-disk-type";
import { unmovedRegionalDisk } from "./unmoved-regional-disk";
import { unprotectedData } from "./unprotected-data";
import { volatileData } from "./volatile-data";
import { vpaAuto } from "./vpa-auto";
import { vpaHpaConflict } from "./vpa-hpa-conflict";
import { vpaUnbounded } from "./vpa-unbounded";
import { zonePinnedClass } from "./zone-pinned-class";
import type { Rule } from "./engine/rule";

/** All rules, by id. */
export const RULES: readonly Rule[] = [
  autoscalerTargetUnseen,
  autoscalerWithoutTarget,
  backupWithoutRetention,
  barePod,
  batchSet,
  budgetBlocksDrain,
  budgetSelectsNothing,
  claimRetentionDelete,
  clearPassword,
  clusterBackupAgent,
  clusterCostAllocation,
  clusterDefaultPool,
  clusterDeletionProtection,
  clusterDiskDriver,
  clusterLegacyAuthentication,
  clusterMaintenanceWindow,
  clusterNetworkPolicy,
  clusterOpenControlPlane,
  clusterPrivateNodes,
  clusterReleaseChannel,
  clusterSecretsEncryption,
  clusterShieldedNodes,
  clusterWorkloadIdentity,
  clusterZonalControlPlane,
  daemonLikeSet,
  diskMachineMismatch,
  diskZonesMismatch,
  eagerLiveness,
  governingService,
  hardcodedStorageClass,
  heldRollout,
  helmReleaseUnseen,
  immediateBinding,
  inTreeProvisioner,
  monthlyCost,
  moreReplicasThanZones,
  mutableImage,
  namespacePodSecurity,
  noBackup,
  noDisruptionBudget,
  noEphemeralStorageLimit,
  noGracePeriod,
  noLivenessProbe,
  noMemoryLimit,
  noNetworkPolicy,
  noReadinessProbe,
  noRequests,
  noSpread,
  noVolumeExpansion,
  overlappingBudgets,
  oversizedStorage,
  peersNotReady,
  plainClaim,
  podManagementPolicy,
  podSecurity,
  podSecurityPolicy,
  poolAutoRepair,
  poolAutoUpgrade,
  poolAutoscaling,
  poolContainerOptimizedOs,
  poolDrainIgnoresBudgets,
  poolIntegrityMonitoring,
  poolLegacyEndpoints,
  poolMetadataServer,
  poolMixedLimits,
  poolReadOnlyPort,
  poolSecureBoot,
  poolServiceAccount,
  poolSlowDisk,
  poolSpot,
  poolUpgradeTakesNodes,
  privilegedPod,
  publicDatabase,
  reclaimDelete,
  regionalClassZones,
  removedApiVersion,
  replacementKillsPods,
  restoreUntested,
  restoreWithoutVolumes,
  serviceSelectsNothing,
  sharedClaim,
  sharedModeOnDisk,
  singleReplica,
  singleZoneDisk,
  smallRegionalDisk,
  snapshotClassDelete,
  spotData,
  spreadSelectsNothing,
  statefulDeployment,
  statelessSet,
  throwawayEnvironment,
  tokenAutomount,
  twoReplicaWriters,
  unhealthyPodsBlockDrain,
  unknownDiskType,
  unmovedRegionalDisk,
  unprotectedData,
  volatileData,
  vpaAuto,
  vpaHpaConflict,
  vpaUnbounded,
  zonePinnedClass,
];
