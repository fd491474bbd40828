import type { PlanObject, PlanResource, PlanValue } from "./engine/plan";

/** The settings of a resource that a reviewer looks for first, in one line; an empty text where the name says it all. */
export function gist(resource: PlanResource): string {
  return [
    resource.urn.includes(OWN) ? (GISTS[resource.type]?.(resource.inputs) ?? "") : "",
    resource.options.protect === true && resource.custom ? "protected" : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
}

/** Part of the URN of what components of this program make. Other programs leave out what these always say. */
const OWN = "gke-stateful:index:";

const GISTS: Readonly<Record<string, (inputs: PlanObject) => string>> = {
  "gcp:compute/subnetwork:Subnetwork": (i) =>
    `${text(i, "ipCidrRange")} for nodes, ${list(i, "secondaryIpRanges")
      .map((range) => `${text(range, "ipCidrRange")} for ${text(range, "rangeName")}`)
      .join(", ")}`,
  "gcp:projects/service:Service": (i) => text(i, "service"),
  "gcp:projects/iAMMember:IAMMember": (i) => text(i, "role"),
  "gcp:serviceaccount/account:Account": (i) => text(i, "accountId"),
  "gcp:container/cluster:Cluster": (i) =>
    `${text(i, "location")}, channel ${text(i, "releaseChannel", "channel")}, ${flag(i, ["privateClusterConfig", "enablePrivateNodes"], "private nodes", "public nodes")}, deletion protection ${flag(i, ["deletionProtection"], "on", "off")}`,
  "gcp:container/nodePool:NodePool": nodePool,
  "gcp:gkebackup/backupPlan:BackupPlan": (i) =>
    `${schedule(i)}, kept ${text(i, "retentionPolicy", "backupRetainDays")} days, with volume data`,
  "gcp:gkebackup/restorePlan:RestorePlan": (i) => text(i, "restoreConfig", "volumeDataRestorePolicy"),
  "gcp:monitoring/alertPolicy:AlertPolicy": alertPolicy,
  "gcp:monitoring/notificationChannel:NotificationChannel": (i) => text(i, "displayName"),
  "kubernetes:storage.k8s.io/v1:StorageClass": (i) =>
    `${text(i, "metadata", "name")}: ${text(i, "parameters", "type")}, ${text(i, "parameters", "replication-type") === "regional-pd" || text(i, "parameters", "type").endsWith("availability") ? "in two zones" : "in one zone"}, ${text(i, "reclaimPolicy")}`,
  "kubernetes:snapshot.storage.k8s.io/v1:VolumeSnapshotClass": (i) =>
    `${text(i, "metadata", "name")}: ${text(i, "deletionPolicy")}`,
  "kubernetes:core/v1:Namespace": (i) =>
    `${text(i, "metadata", "name")}: Pod Security ${text(i, "metadata", "labels", "pod-security.kubernetes.io/enforce")}`,
  "kubernetes:core/v1:ResourceQuota": (i) =>
    `${text(i, "spec", "hard", "requests.cpu")} CPU, ${text(i, "spec", "hard", "requests.memory")} memory, ${text(i, "spec", "hard", "requests.storage")} storage`,
  "kubernetes:core/v1:ConfigMap": (i) => `${text(i, "metadata", "name")}: ${Object.keys(object(i, "data")).join(", ")}`,
  "kubernetes:core/v1:Secret": (i) =>
    `${text(i, "metadata", "name")}: ${Object.keys(object(i, "stringData")).join(", ")}`,
  "kubernetes:core/v1:Service": (i) =>
    `${text(i, "metadata", "name")}: ${text(i, "spec", "clusterIP") === "None" ? "headless" : text(i, "spec", "type")}${list(
      i,
      "spec",
      "ports",
    )
      .map((port) => ` :${text(port, "port")}`)
      .join("")}`,
  "kubernetes:apps/v1:StatefulSet": statefulSet,
  "kubernetes:policy/v1:PodDisruptionBudget": (i) =>
    text(i, "spec", "minAvailable") === ""
      ? `maxUnavailable ${text(i, "spec", "maxUnavailable")}`
      : `minAvailable ${text(i, "spec", "minAvailable")}`,
  "kubernetes:autoscaling.k8s.io/v1:VerticalPodAutoscaler": (i) => {
    const [policy] = list(i, "spec", "resourcePolicy", "containerPolicies");
    const range = (resource: string): string =>
      `${text(policy, "minAllowed", resource)}–${text(policy, "maxAllowed", resource)}`;
    return `${text(i, "spec", "updatePolicy", "updateMode")}, CPU ${range("cpu")}, memory ${range("memory")}`;
  },
  "kubernetes:autoscaling/v2:HorizontalPodAutoscaler": (i) =>
    `${text(i, "spec", "minReplicas")}–${text(i, "spec", "maxReplicas")} pods`,
};

function nodePool(inputs: PlanObject): string {
  const limits = object(inputs, "autoscaling");
  const total = text(limits, "totalMaxNodeCount") !== "";
  const range = total
    ? `${text(limits, "totalMinNodeCount")}–${text(limits, "totalMaxNodeCount")} nodes in all`
    : `${text(limits, "minNodeCount")}–${text(limits, "maxNodeCount")} nodes in each zone`;
  const zones = list(inputs, "nodeLocations").map(String).join(", ");
  const spot = flag(inputs, ["nodeConfig", "spot"], ", Spot", "");
  return `${text(inputs, "nodeConfig", "machineType")}, ${range} of ${zones}, ${text(inputs, "nodeConfig", "diskSizeGb")} GB ${text(inputs, "nodeConfig", "diskType")}${spot}`;
}

function schedule(inputs: PlanObject): string {
  const rpo = text(inputs, "backupSchedule", "rpoConfig", "targetRpoMinutes");
  return rpo === "" ? `cron ${text(inputs, "backupSchedule", "cronSchedule")}` : `at most ${rpo} minutes lost`;
}

function statefulSet(inputs: PlanObject): string {
  const [container] = list(inputs, "spec", "template", "spec", "containers");
  const requests = object(container, "resources", "requests");
  const claims = list(inputs, "spec", "volumeClaimTemplates").map(
    (claim) =>
      `${text(claim, "metadata", "name")} ${text(claim, "spec", "resources", "requests", "storage")} ${text(claim, "spec", "storageClassName")}`,
  );
  return `${text(inputs, "spec", "replicas")} × (${text(requests, "cpu")} CPU, ${text(requests, "memory")}; ${claims.join(", ")}), ${text(inputs, "spec", "podManagementPolicy")}`;
}

function at(value: PlanValue | undefined, path: readonly string[]): PlanValue | undefined {
  return path.reduce<PlanValue | undefined>(
    (inner, key) =>
      typeof inner === "object" && inner !== null && !Array.isArray(inner) ? (inner as PlanObject)[key] : undefined,
    value,
  );
}

function text(value: PlanValue | undefined, ...path: string[]): string {
  const found = at(value, path);
  if (found === undefined || found === null) {
    return "";
  }
  return typeof found === "object" ? "(known later)" : String(found);
}

function object(value: PlanValue | undefined, ...path: string[]): PlanObject {
  const found = at(value, path);
  return typeof found === "object" && found !== null && !Array.isArray(found) ? (found as PlanObject) : {};
}

function list(value: PlanValue | undefined, ...path: string[]): readonly PlanValue[] {
  const found = at(value, path);
  return Array.isArray(found) ? (found as readonly PlanValue[]) : [];
}

function alertPolicy(inputs: PlanObject): string {
  const severity = text(inputs, "severity").toLowerCase();
  const [condition] = list(inputs, "conditions");
  const minutes = Number.parseInt(text(condition, "conditionPrometheusQueryLanguage", "duration"), 10) / 60;
  return `${severity === "" ? "info" : severity}, after ${String(minutes)} min`;
}

function flag(value: PlanValue, path: readonly string[], yes: string, no: string): string {
  return at(value, path) === true ? yes : no;
}
