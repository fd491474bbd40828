/**
 * Inputs of which a change replaces a resource: the old one is deleted, and another one is made.
 * Sources: hashicorp/terraform-provider-google at e03b7622a2, google/services (ForceNew of each schema);
 * pulumi/pulumi-kubernetes at 94977969d, provider/pkg/provider/diff.go; pulumi/pulumi-random (every argument of its resources is ForceNew).
 */

/** Stands for every input. */
const EVERY = "*";

/** By type of resource, with all that is in an input. */
const REPLACING: Readonly<Record<string, readonly string[]>> = {
  "gcp:compute/network:Network": [
    "autoCreateSubnetworks",
    "description",
    "internalIpv6Range",
    "name",
    "networkProfile",
    "params",
    "project",
  ],
  "gcp:compute/router:Router": ["encryptedInterconnectRouter", "name", "network", "params", "project", "region"],
  "gcp:compute/routerNat:RouterNat": ["endpointTypes", "initialNatIps", "name", "project", "region", "router", "type"],
  "gcp:compute/subnetwork:Subnetwork": [
    "description",
    "name",
    "network",
    "params",
    "project",
    "region",
    "reservedInternalRange",
  ],
  "gcp:compute/subnetworkIAMMember:SubnetworkIAMMember": [EVERY],
  "gcp:container/nodePool:NodePool": [
    "cluster",
    "initialNodeCount",
    "location",
    "maxPodsPerNode",
    "name",
    "namePrefix",
    "nodeConfig.advancedMachineFeatures",
    "nodeConfig.bootDiskKmsKey",
    "nodeConfig.enableConfidentialStorage",
    "nodeConfig.ephemeralStorageLocalSsdConfig",
    "nodeConfig.flexStart",
    "nodeConfig.guestAccelerators",
    "nodeConfig.hostMaintenancePolicy",
    "nodeConfig.localNvmeSsdBlockConfig",
    "nodeConfig.localSsdCount",
    "nodeConfig.localSsdEncryptionMode",
    "nodeConfig.maxRunDuration",
    "nodeConfig.metadata",
    "nodeConfig.minCpuPlatform",
    "nodeConfig.nodeGroup",
    "nodeConfig.oauthScopes",
    "nodeConfig.preemptible",
    "nodeConfig.reservationAffinity",
    "nodeConfig.sandboxConfig",
    "nodeConfig.secondaryBootDisks",
    "nodeConfig.serviceAccount",
    "nodeConfig.shieldedInstanceConfig",
    "nodeConfig.soleTenantConfig",
    "nodeConfig.spot",
    "placementPolicy",
    "project",
    "queuedProvisioning",
  ],
  "gcp:gkebackup/backupPlan:BackupPlan": ["cluster", "location", "name", "project"],
  "gcp:gkebackup/restorePlan:RestorePlan": ["backupPlan", "cluster", "location", "name", "project"],
  "gcp:projects/iAMCustomRole:IAMCustomRole": ["project", "roleId"],
  "gcp:projects/iAMMember:IAMMember": [EVERY],
  "gcp:projects/service:Service": ["project", "service"],
  "gcp:pubsub/topic:Topic": ["name", "project", "tags"],
  "gcp:secretmanager/secretIamMember:SecretIamMember": [EVERY],
  "gcp:serviceaccount/account:Account": ["accountId", "project"],
  "gcp:serviceaccount/iAMMember:IAMMember": [EVERY],
  "kubernetes:apps/v1:DaemonSet": ["spec.selector"],
  "kubernetes:apps/v1:Deployment": ["spec.selector"],
  "kubernetes:apps/v1:StatefulSet": [
    "spec.podManagementPolicy",
    "spec.revisionHistoryLimit",
    "spec.selector",
    "spec.serviceName",
    "spec.volumeClaimTemplates",
  ],
  "kubernetes:batch/v1:Job": ["spec.completions", "spec.parallelism", "spec.selector", "spec.template"],
  "kubernetes:core/v1:ConfigMap": ["binaryData", "data"],
  "kubernetes:core/v1:PersistentVolumeClaim": [
    "spec.accessModes",
    "spec.selector",
    "spec.storageClassName",
    "spec.volumeName",
  ],
  "kubernetes:core/v1:ResourceQuota": ["spec.scopes"],
  "kubernetes:core/v1:Secret": ["data", "stringData", "type"],
  "kubernetes:core/v1:Service": ["spec.clusterIP"],
  "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding": ["roleRef"],
  "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding": ["roleRef"],
  "kubernetes:storage.k8s.io/v1:StorageClass": ["parameters", "provisioner"],
  // Another cluster: every object that is made with it is made again. Source: pulumi/pulumi-kubernetes, provider/pkg/provider/provider.go (DiffConfig)
  "pulumi:providers:kubernetes": ["clusterIdentifier"],
};

/** Inputs of every object of Kubernetes of which a change replaces it. */
const OF_EVERY_OBJECT = ["metadata.name", "metadata.namespace"];

/**
 * Inputs of a GKE cluster that change in place, with all that is in them. Every other difference is taken for a replacement.
 * Source: terraform-provider-google 0297605c and -beta 93c65b2d, services/container/resource_container_cluster.go
 */
export const CLUSTER_IN_PLACE: ReadonlySet<string> = new Set([
  "addonsConfig",
  "anonymousAuthenticationConfig",
  "authenticatorGroupsConfig",
  "binaryAuthorization",
  "controlPlaneEndpointsConfig",
  "costManagementConfig",
  "databaseEncryption",
  "deletionProtection",
  "enableIntranodeVisibility",
  "enableLegacyAbac",
  "enableShieldedNodes",
  "ignoreNodeCountChanges",
  "loggingConfig",
  "maintenancePolicy",
  "masterAuthorizedNetworksConfig",
  "monitoringConfig",
  "nodeLocations",
  "notificationConfig",
  "rbacBindingConfig",
  "releaseChannel",
  "removeDefaultNodePool",
  "resourceLabels",
  "secretManagerConfig",
  "securityPostureConfig",
  "serviceExternalIpsConfig",
  "verticalPodAutoscaling",
  "workloadIdentityConfig",
]);

/**
 * Whether a change of an input replaces a resource of a type. Of a type that is not known here it is false: only `pulumi preview`, which asks
 * the provider, can tell.
 *
 * @param type Type token, such as `gcp:container/nodePool:NodePool`.
 * @param path Path of the input, such as `nodeConfig.spot` or `spec.volumeClaimTemplates[0].spec`.
 */
export function replacesBy(type: string, path: string): boolean {
  if (type === "gcp:container/cluster:Cluster") {
    return !CLUSTER_IN_PLACE.has(/^[^.[]*/.exec(path)?.[0] ?? path);
  }
  if (type.startsWith("random:")) {
    return true;
  }
  const inputs = [...(type.startsWith("kubernetes:") ? OF_EVERY_OBJECT : []), ...(REPLACING[type] ?? [])];
  return inputs.some((input) => input === EVERY || isWithin(path, input));
}

/** Whether a path is an input or lies in it: `spec.template.x` and `spec.template[0]` lie in `spec.template`. */
export function isWithin(path: string, input: string): boolean {
  const outer = input.includes("*") ? matchOf(path, input) : input;
  return path === outer || (path.startsWith(outer) && [".", "["].includes(path.charAt(outer.length)));
}

/** The beginning of a path that an input with wildcards names, such as `rules[*].cidr`; the input itself where there is none. */
function matchOf(path: string, input: string): string {
  const pattern = input
    .replaceAll(/[$()+.?[\\\]^{|}]/g, String.raw`\$&`)
    .replaceAll(String.raw`\[*\]`, String.raw`\[[^\]]+\]`)
    .replaceAll(/(^|\.)\*/g, "$1[^.[]+");
  return new RegExp(`^${pattern}`).exec(path)?.[0] ?? input;
}
