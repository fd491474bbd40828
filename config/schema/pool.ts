import { z } from "zod";
import { cloudName, kmsKey, kubernetesLabels, MAX_LABEL, tagId, whole } from "./fields";

/** Room that a pool's name leaves for the random suffix of {@link ../../components/node-pool}. */
const MAX_POOL_NAME = 30;

const taint = z.strictObject({
  key: z.string().min(1).describe("Key of the taint."),
  value: z.string().describe("Value of the taint."),
  effect: z
    .enum(["NO_SCHEDULE", "PREFER_NO_SCHEDULE", "NO_EXECUTE"])
    .describe("What it does to pods without the toleration."),
});

/** A share of nodes or a time, as GKE's blue-green upgrades take them. */
const seconds = z.string().regex(/^\d{1,6}s$/, "must be a duration in seconds such as 600s");

/** Reserved machines, in a pool's zones. */
const reservation = z.strictObject({
  use: z
    .enum(["ANY", "SPECIFIC", "NONE"])
    .default("ANY")
    .describe("ANY takes what matches and buys the rest, SPECIFIC takes those of `names` only, NONE takes none."),
  names: z.array(cloudName(MAX_LABEL)).default([]).describe("Names of the reservations, with SPECIFIC."),
});

/** Most secure tags of a machine. Source: https://cloud.google.com/kubernetes-engine/docs/how-to/tags-firewall-policies */
const MAX_TAGS = 5;

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
  imageStreaming: z
    .boolean()
    .optional()
    .describe(
      "Start containers before their whole image is there, for images in Artifact Registry. Default: as the pool is; to switch it off again, say false. A change makes the nodes anew. No price of its own; each node keeps a cache in its memory and on its disk.",
    ),
  sandbox: z
    .boolean()
    .default(false)
    .describe(
      "GKE Sandbox (gVisor): GKE taints the nodes, and only workloads with `runtimeClass: gvisor` run there. No price of its own, but system calls take longer.",
    ),
  compactPlacement: z
    .boolean()
    .default(false)
    .describe(
      "Nodes close to each other, for little latency between pods, in a stack of one zone. One fault then takes more of them. No price of its own.",
    ),
  reservation: reservation
    .optional()
    .describe("Machines that the project has reserved, and pays for whether they are used or not."),
  networkTags: z
    .array(cloudName(MAX_LABEL))
    .default([])
    .describe("Network tags of the machines, which firewall rules and routes name."),
  tags: z
    .record(tagId("tagKeys"), tagId("tagValues"))
    .refine((tags) => Object.keys(tags).length <= MAX_TAGS, `must have at most ${String(MAX_TAGS)} tags`)
    .default({})
    .describe("Secure tags of the machines: tagKeys/ID → tagValues/ID, of a key with purpose GCE_FIREWALL."),
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

/** {@link poolSchema}, with defaults filled in. */
export type PoolSettings = z.infer<typeof poolSchema>;
