import { z } from "zod";
import { quantity } from "../policy/facts/quantities";
import { cidr, cloudLabels, cloudName, dnsLabel, kmsKey, kubernetesLabels, MAX_LABEL, utcTime, whole } from "./fields";

/** Longest name that GKE accepts for a cluster or node pool. Source: https://cloud.google.com/kubernetes-engine/docs/reference/rest */
export const MAX_GKE_NAME = 40;
/** Room that a pool's name leaves for the random suffix of {@link ../components/node-pool}. */
const MAX_POOL_NAME = 30;

/** The network: one that is made, or one that exists. */
export const networkSchema = z.strictObject({
  nodeCidr: cidr
    .default("10.0.0.0/20")
    .describe("Primary range of the subnet, for nodes. A /20 has room for 4,092 nodes."),
  podCidr: cidr
    .default("10.4.0.0/14")
    .describe("Secondary range for pods. With 48 pods a node, each node takes a /25 of it."),
  serviceCidr: cidr.default("10.8.0.0/20").describe("Secondary range for Services."),
  nat: z
    .boolean()
    .default(true)
    .describe("Cloud NAT, so that private nodes reach the internet, for example to pull public images."),
  existing: z
    .strictObject({
      network: z.string().min(1).describe("Name or self link of the network."),
      subnetwork: z.string().min(1).describe("Name or self link of the subnet in the stack's region."),
      podRange: z.string().min(1).describe("Name of the subnet's secondary range for pods."),
      serviceRange: z.string().min(1).describe("Name of the subnet's secondary range for Services."),
    })
    .optional()
    .describe(
      "Use this network instead of making one. It must have private Google access and a way out, such as Cloud NAT.",
    ),
});

const maintenanceExclusion = z.strictObject({
  name: dnsLabel(MAX_LABEL).describe("Name of the exclusion."),
  start: utcTime.describe("Start, in UTC."),
  end: utcTime
    .optional()
    .describe("End, in UTC. Without it the exclusion lasts until the minor version's end of support."),
  scope: z
    .enum(["NO_UPGRADES", "NO_MINOR_UPGRADES", "NO_MINOR_OR_NODE_UPGRADES"])
    .default("NO_MINOR_UPGRADES")
    .describe("What does not happen. NO_UPGRADES lasts 90 days at most and needs an end."),
});

/** The GKE cluster. */
export const clusterSchema = z.strictObject({
  name: cloudName(MAX_GKE_NAME)
    .default("gke-stateful")
    .describe("Name of the cluster. `{stack}` stands for the name of the stack."),
  regional: z
    .boolean()
    .default(true)
    .describe("Control plane in three zones of the region (true) or in the first of `zones` (false)."),
  releaseChannel: z
    .enum(["RAPID", "REGULAR", "STABLE", "EXTENDED"])
    .default("REGULAR")
    .describe("Release channel that upgrades the cluster."),
  privateNodes: z.boolean().default(true).describe("Nodes without public addresses."),
  dnsEndpoint: z
    .boolean()
    .default(true)
    .describe(
      "Control plane reachable by its DNS name from outside the network, guarded by IAM (container.clusters.connect). Needs no bastion.",
    ),
  authorizedNetworks: z
    .array(
      z.strictObject({ name: z.string().min(1).describe("What the range is."), cidr: cidr.describe("The range.") }),
    )
    .default([])
    .describe(
      "Ranges that may reach the control plane by IP address. Empty: the IP endpoints are off and only the DNS name works.",
    ),
  maintenance: z
    .strictObject({
      start: utcTime.default("2026-01-03T02:00:00Z").describe("Start of the first window, in UTC."),
      end: utcTime.default("2026-01-03T08:00:00Z").describe("End of the first window, in UTC."),
      recurrence: z
        .string()
        .regex(/^FREQ=/, "must be an RFC 5545 rule such as FREQ=WEEKLY;BYDAY=SA,SU")
        .default("FREQ=WEEKLY;BYDAY=SA,SU")
        .describe("How the window repeats (RFC 5545). GKE asks for 48 hours in any 32 days."),
      exclusions: z
        .array(maintenanceExclusion)
        .max(20, "must have at most 20 entries")
        .default([])
        .describe("Times without upgrades."),
    })
    .prefault({})
    .describe("When GKE may upgrade control plane and nodes."),
  secretsKey: kmsKey
    .optional()
    .describe("Cloud KMS key that encrypts Secrets in the control plane (CMEK). The GKE service agent must have it."),
  binaryAuthorization: z
    .boolean()
    .default(false)
    .describe("Enforce the project's Binary Authorization policy on images."),
  artifactRegistry: z
    .boolean()
    .default(false)
    .describe("Let nodes pull images from the Artifact Registry repositories of the project."),
  autoscalingProfile: z
    .enum(["BALANCED", "OPTIMIZE_UTILIZATION"])
    .default("BALANCED")
    .describe("How eagerly nodes are removed. OPTIMIZE_UTILIZATION moves stateful pods around more."),
});

const taint = z.strictObject({
  key: z.string().min(1).describe("Key of the taint."),
  value: z.string().describe("Value of the taint."),
  effect: z
    .enum(["NO_SCHEDULE", "PREFER_NO_SCHEDULE", "NO_EXECUTE"])
    .describe("What it does to pods without the toleration."),
});

/** A share of nodes or a time, as GKE's blue-green upgrades take them. */
const seconds = z.string().regex(/^\d{1,6}s$/, "must be a duration in seconds such as 600s");

/** One node pool. */
export const poolSchema = z.strictObject({
  name: cloudName(MAX_POOL_NAME).describe(
    "Name of the pool; a suffix is added so that a replacement can exist beside it.",
  ),
  machineType: z.string().default("e2-standard-4").describe("Predefined machine type."),
  diskType: z.enum(["pd-ssd", "pd-balanced", "hyperdisk-balanced"]).default("pd-ssd").describe("Boot disk type."),
  diskSizeGb: whole(10, 65536).default(100).describe("Boot disk size in GB."),
  stateful: z
    .boolean()
    .default(true)
    .describe("Holds the stateful workloads: gets their label, and their taint unless `tainted` is false."),
  tainted: z
    .boolean()
    .default(true)
    .describe(
      "Keep other pods off a stateful pool. The cluster needs one pool without a NO_SCHEDULE taint for GKE's own pods.",
    ),
  min: whole(0, 1000).optional().describe("Fewest nodes per zone. Default 1 unless the total limits are set."),
  max: whole(1, 1000).optional().describe("Most nodes per zone. Default 10 unless the total limits are set."),
  totalMin: whole(0, 15000).optional().describe("Fewest nodes in all zones together; excludes min and max."),
  totalMax: whole(1, 15000).optional().describe("Most nodes in all zones together; excludes min and max."),
  locationPolicy: z
    .enum(["BALANCED", "ANY"])
    .default("BALANCED")
    .describe("How the autoscaler spreads nodes over zones. ANY suits Spot and reservations."),
  spot: z
    .boolean()
    .default(false)
    .describe("Spot machines: cheaper, taken back with 30 seconds' notice. Not for stateful pools in prod."),
  maxPodsPerNode: whole(8, 256).default(48).describe("Most pods on a node; sets the size of each node's pod range."),
  labels: kubernetesLabels.default({}).describe("Further node labels."),
  taints: z.array(taint).default([]).describe("Further taints."),
  bootDiskKey: kmsKey.optional().describe("Cloud KMS key of the boot disks (CMEK). Adding it later makes a new pool."),
  upgrade: z
    .strictObject({
      strategy: z
        .enum(["SURGE", "BLUE_GREEN"])
        .default("SURGE")
        .describe("SURGE replaces node by node; BLUE_GREEN keeps the old nodes until the new ones hold."),
      maxSurge: whole(0, 20).default(1).describe("Extra nodes during a surge upgrade."),
      maxUnavailable: whole(0, 20)
        .default(0)
        .describe("Nodes that may be missing during a surge upgrade. 0 for stateful pools."),
      batchNodeCount: whole(1, 100).default(1).describe("Nodes drained at a time in a blue-green upgrade."),
      batchSoak: seconds.default("300s").describe("Pause after each batch of a blue-green upgrade."),
      poolSoak: seconds.default("3600s").describe("How long the old nodes stay after a blue-green upgrade."),
    })
    .prefault({})
    .describe("How GKE upgrades the pool."),
});

/** Storage of the workloads. */
export const storageSchema = z.strictObject({
  className: dnsLabel(253).default("fast-ssd").describe("Name of the StorageClass that every claim uses."),
  create: z
    .boolean()
    .default(true)
    .describe("Make the StorageClass. False: the class exists in the cluster already, and only className counts."),
  diskType: z
    .enum(["pd-ssd", "pd-balanced", "pd-standard", "hyperdisk-balanced", "hyperdisk-balanced-high-availability"])
    .default("pd-ssd")
    .describe(
      "Disk type. hyperdisk-balanced-high-availability is the two-zone disk of third-generation machines and newer.",
    ),
  regional: z
    .boolean()
    .default(true)
    .describe("Every disk in both of the two `zones`, so that the loss of a zone loses no data. Twice the price."),
  reclaimPolicy: z
    .enum(["Retain", "Delete"])
    .default("Retain")
    .describe(
      "What becomes of a disk when its claim is deleted. Retain keeps it, and its cost, until a person deletes it.",
    ),
  fsType: z.enum(["ext4", "xfs"]).default("ext4").describe("File system."),
  mountOptions: z
    .array(z.string().regex(/^[-_=a-zA-Z0-9.:]+$/, "must be one mount option such as noatime"))
    .default([])
    .describe("Extra mount options."),
  kmsKey: kmsKey
    .optional()
    .describe("Cloud KMS key of the disks (CMEK). The Compute Engine service agent must have it."),
  isDefault: z.boolean().default(false).describe("Make it the cluster's default class."),
  snapshotClass: z
    .strictObject({
      name: dnsLabel(253).default("fast-ssd-snapshots").describe("Name of the VolumeSnapshotClass."),
      deletionPolicy: z
        .enum(["Retain", "Delete"])
        .default("Retain")
        .describe("What becomes of a snapshot when its object is deleted."),
    })
    .prefault({})
    .describe("The VolumeSnapshotClass."),
});

/** Longest schedule that GKE's recovery point objective takes, in minutes (60 days). */
const MAX_RPO_MINUTES = 86_400;

/** Backup for GKE. Limits: @pulumi/gcp gkebackup.BackupPlan. */
export const backupSchema = z.strictObject({
  enabled: z
    .boolean()
    .default(true)
    .describe("Make a BackupPlan and a RestorePlan for the stack's namespace. Only on target gke."),
  rpoMinutes: whole(60, MAX_RPO_MINUTES)
    .optional()
    .describe(
      "Most data that may be lost, in minutes; GKE picks the times. Excludes cron. Default 1440 (a day) without cron.",
    ),
  cron: z
    .string()
    .regex(/^\S+ \S+ \S+ \S+ \S+$/, "must be five cron fields such as 0 3 * * *")
    .optional()
    .describe("Fixed times of backups in UTC, instead of rpoMinutes."),
  retainDays: whole(1, 365).default(14).describe("Days a backup is kept."),
  deleteLockDays: whole(0, 90).default(0).describe("Days in which nobody can delete a backup. At most retainDays."),
  includeSecrets: z.boolean().default(true).describe("Save Secrets too."),
  location: z
    .string()
    .min(1)
    .optional()
    .describe("Region of the backups. Another region survives the loss of this one. Default: the stack's region."),
  kmsKey: kmsKey.optional().describe("Cloud KMS key of the backups' configuration part (CMEK)."),
});

/** A resource that a ResourceQuota limits. Source: https://kubernetes.io/docs/concepts/policy/resource-quotas/ */
const quotaKey = z.string().regex(/^[a-z0-9][\w./-]*$/i, "must be a resource such as requests.storage or pods");
const quotaValue = z
  .string()
  .refine((text) => quantity(text) !== undefined, 'must be a quantity in quotes, such as 500Gi or "10"');

/** The namespace of the workloads. */
export const namespaceSchema = z.strictObject({
  name: dnsLabel(MAX_LABEL).default("stateful").describe("Name of the namespace."),
  create: z
    .boolean()
    .default(true)
    .describe(
      "Make the namespace. False: it exists in the cluster already, and gets the default-deny rules, the quota and the limits of the stack, but no labels.",
    ),
  retain: z
    .boolean()
    .default(false)
    .describe(
      "Leave the namespace and its claims in the cluster when it leaves the program or the stack is destroyed. Set it, and run pulumi up, before create becomes false.",
    ),
  quota: z
    .record(quotaKey, quotaValue)
    .default({})
    .describe(
      "Hard limits of the namespace's ResourceQuota, instead of those that follow from the workloads, such as requests.storage: 500Gi. Needed where claims of earlier replicas take room.",
    ),
  podSecurity: z
    .enum(["restricted", "baseline", "privileged"])
    .default("restricted")
    .describe("Pod Security Standard that is enforced."),
  labels: kubernetesLabels.default({}).describe("Further labels."),
});

/** Labels on everything that takes labels. */
export const labelsSchema = cloudLabels;

/** {@link networkSchema}, with defaults filled in. */
export type NetworkSettings = z.infer<typeof networkSchema>;
/** {@link clusterSchema}, with defaults filled in. */
export type ClusterSettings = z.infer<typeof clusterSchema>;
/** {@link poolSchema}, with defaults filled in. */
export type PoolSettings = z.infer<typeof poolSchema>;
/** {@link storageSchema}, with defaults filled in. */
export type StorageSettings = z.infer<typeof storageSchema>;
/** {@link backupSchema}, with defaults filled in. */
export type BackupSettings = z.infer<typeof backupSchema>;
/** {@link namespaceSchema}, with defaults filled in. */
export type NamespaceSettings = z.infer<typeof namespaceSchema>;
