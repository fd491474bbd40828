import { z } from "zod";
import { cidr, cloudName, dnsLabel, kmsKey, MAX_LABEL, tagId, uniqueList, utcTime } from "./fields";

/** Longest name that GKE accepts for a cluster or node pool. Source: https://cloud.google.com/kubernetes-engine/docs/reference/rest */
export const MAX_GKE_NAME = 40;

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

/** What GKE can send a message about. Source: https://cloud.google.com/kubernetes-engine/docs/concepts/cluster-notifications */
const EVENTS = ["UPGRADE_AVAILABLE_EVENT", "UPGRADE_EVENT", "UPGRADE_INFO_EVENT", "SECURITY_BULLETIN_EVENT"] as const;

/** Components with metrics beyond those that are always on. Source: @pulumi/gcp 9.37.0, ClusterMonitoringConfig. */
const FURTHER_METRICS = [
  "APISERVER",
  "SCHEDULER",
  "CONTROLLER_MANAGER",
  "DEPLOYMENT",
  "DAEMONSET",
  "JOBSET",
  "DCGM",
] as const;

/** Components with logs beyond those that are always on. Source: @pulumi/gcp 9.37.0, ClusterLoggingConfig. */
const FURTHER_LOGS = ["APISERVER", "SCHEDULER", "CONTROLLER_MANAGER", "KCP_VPA"] as const;

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
  login: z
    .enum(["application-default", "gcloud"])
    .default("application-default")
    .describe(
      "Whose credentials gke-gcloud-auth-plugin takes: Application Default Credentials, which the Google Cloud provider uses too, or those of gcloud.",
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
  secretManager: z
    .boolean()
    .default(false)
    .describe(
      "Secret Manager add-on: workloads mount secrets of Secret Manager (`secrets.*.fromSecretManager`). The add-on is free; Secret Manager bills versions and accesses.",
    ),
  notifications: z
    .strictObject({
      topic: z
        .string()
        .regex(/^projects\/[^/]+\/topics\/[^/]+$/, "must be projects/PROJECT/topics/TOPIC")
        .optional()
        .describe("Pub/Sub topic of the same project. Default: one is made, <cluster>-notifications."),
      events: uniqueList(z.enum(EVENTS)).default([]).describe("What is sent. Empty: everything."),
    })
    .optional()
    .describe(
      "Messages about upgrades and security bulletins. Pub/Sub bills by volume, which is next to nothing here.",
    ),
  moreMetrics: uniqueList(z.enum(FURTHER_METRICS))
    .default([])
    .describe(
      "Components whose metrics are collected besides those of pods, sets, storage and nodes. Billed by sample.",
    ),
  moreLogs: uniqueList(z.enum(FURTHER_LOGS))
    .default([])
    .describe("Components of the control plane whose logs are kept. Billed by GiB."),
  tags: uniqueList(tagId("tagValues"))
    .default([])
    .describe("Resource Manager tags of the cluster, for policies and IAM conditions: tagValues/ID. Free."),
  autoscalingProfile: z
    .enum(["BALANCED", "OPTIMIZE_UTILIZATION"])
    .default("BALANCED")
    .describe("How eagerly nodes are removed. OPTIMIZE_UTILIZATION moves stateful pods around more."),
});

/** {@link clusterSchema}, with defaults filled in. */
export type ClusterSettings = z.infer<typeof clusterSchema>;
