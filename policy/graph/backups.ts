import { BACKUP_PLAN } from "../facts/annotations";
import { SNAPSHOTS_OF } from "../facts/snapshot-schedule";
import { everyHolds, someHolds } from "./doubts";
import { clusterFor, clusterNamedBy } from "./clusters";
import { labelSelects, selectsEverything } from "./selectors";
import { claimOf } from "./volumes";
import { Undecidable } from "./object";
import type { ObjectGraph } from "./graph";
import type { GraphObject, Field } from "./object";
import type { Claim, Volume } from "./volumes";

/** Annotation by which an object names what backs its data up outside of what can be seen here. */
export const EXTERNAL_BACKUP = "gke-stateful/backup";

/** What is to be backed up: a claim, one that is not here (undefined), or a disk without a claim. */
export type Data = Claim | undefined | "disk";

/** What is to be backed up of volumes that keep data. */
export function dataOf(volumes: readonly Volume[], graph: ObjectGraph): readonly Data[] {
  return volumes.map((volume) => (volume.source === "disk" ? "disk" : claimOf(volume, graph)));
}

/** Whether a schedule of any kind backs up the data of an object. */
export function isBackedUp(object: GraphObject, claims: readonly Data[], graph: ObjectGraph): boolean {
  const ways = [
    () => namesExternalBackup(object),
    () => planNamedBy(object, graph) !== undefined,
    () => someHolds(graph.all("BackupPlan"), (plan) => planSaves(plan, object, graph)),
    () => everyHolds(claims, (claim) => hasSnapshotSchedule(object, claim, graph)),
    () => hasSnapshotJob(object, claims, graph),
    () => someHolds(graph.all("Schedule"), (schedule) => veleroCovers(schedule, object, graph)),
  ];
  return someHolds(ways, (way) => way());
}

function namesExternalBackup(object: GraphObject): boolean {
  return (object.annotation(EXTERNAL_BACKUP) ?? "").trim() !== "";
}

/** The BackupPlan that a manifest names, where nothing of Google Cloud is here that would show whether there is one. */
export function planNamedBy(object: GraphObject, graph: ObjectGraph): string | undefined {
  const isAlone = graph.all("Cluster").length === 0 && graph.all("BackupPlan").length === 0;
  return isAlone ? object.annotation(BACKUP_PLAN) : undefined;
}

/** Whether a plan makes backups by itself. */
export function isScheduled(plan: GraphObject): boolean {
  const schedule = plan.at("backupSchedule");
  return (
    plan.at("deactivated").flag !== true &&
    schedule.at("paused").flag !== true &&
    (schedule.at("cronSchedule").isSet || schedule.at("rpoConfig").isSet)
  );
}

/** Whether a plan backs up the volumes of an object's namespace by itself. */
export function planSaves(plan: GraphObject, object: GraphObject, graph: ObjectGraph): boolean {
  return isScheduled(plan) && planCovers(plan, object, graph);
}

/** Whether a plan backs up the volumes of an object's namespace. */
function planCovers(plan: GraphObject, object: GraphObject, graph: ObjectGraph): boolean {
  const config = plan.at("backupConfig");
  return (
    config.at("includeVolumeData").flag === true &&
    isForCluster(plan, object, graph) &&
    (config.at("allNamespaces").flag === true ||
      someHolds(config.at("selectedNamespaces.namespaces").items, (item) => isNamespaceOf(item, object, graph)) ||
      selectsNamespaceByLabel(config.at("selectedNamespaceLabels.resourceLabels"), object, graph))
  );
}

function isForCluster(plan: GraphObject, object: GraphObject, graph: ObjectGraph): boolean {
  const cluster = clusterFor(object, graph);
  if (cluster === undefined) {
    return true;
  }
  const field = plan.at("cluster");
  if (!field.isSet) {
    return true; // The provider refuses a plan without a cluster.
  }
  const meant = clusterNamedBy(field, plan.at("location"), graph);
  const isGuess = !field.isUnknown && cluster.nameField.isUnknown && !graph.sourcesOf(field).includes(cluster);
  if (meant === cluster && isGuess) {
    throw new Undecidable(cluster.nameField);
  }
  // A cluster that names itself when it is created is meant by no plain text, and so by whatever stands there.
  return meant === cluster || (!field.isUnknown && !cluster.nameField.isSet);
}

/** Whether a field names the namespace of an object, by its name or by the Namespace that it comes from. */
function isNamespaceOf(field: Field, object: GraphObject, graph: ObjectGraph): boolean {
  const namespace = graph.namespaceOf(object);
  if (!field.isUnknown && namespace !== undefined) {
    return field.text === namespace;
  }
  const own = namespaceObject(object, graph);
  return own === undefined ? field.text === object.namespaceField.text : isFrom(field, own, graph);
}

function isFrom(field: Field, own: GraphObject, graph: ObjectGraph): boolean {
  if (graph.sourcesOf(field).includes(own)) {
    return true;
  }
  return field.text === own.nameField.text;
}

/** The Namespace in which an object lives, if the graph holds it. */
function namespaceObject(object: GraphObject, graph: ObjectGraph): GraphObject | undefined {
  return graph.near(object, "Namespace").find((other) => graph.makesNamespaceOf(other, object));
}

function selectsNamespaceByLabel(labels: Field, object: GraphObject, graph: ObjectGraph): boolean {
  const namespace = labels.items.length === 0 ? undefined : namespaceObject(object, graph);
  return (
    namespace !== undefined &&
    someHolds(
      labels.items,
      (label) => namespace.at("metadata.labels").of(label.at("key").text ?? "").text === label.at("value").text,
    )
  );
}

/** Whether a SnapshotSchedule of the namespace takes snapshots of a claim. */
function hasSnapshotSchedule(object: GraphObject, claim: Data, graph: ObjectGraph): boolean {
  if (claim === "disk") {
    return false; // Schedules look at claims.
  }
  return graph.some(object, "SnapshotSchedule", (schedule) => {
    const selector = schedule.at("spec.claimSelector");
    return (
      schedule.at("spec.disabled").flag !== true &&
      schedule.at("spec.schedule").isSet &&
      (selectsEverything(selector) || (claim !== undefined && labelSelects(selector, claim.metadata.at("labels"))))
    );
  });
}

/** Whether a CronJob of ours in the namespace saves the claims of a set. */
function hasSnapshotJob(object: GraphObject, claims: readonly Data[], graph: ObjectGraph): boolean {
  return (
    object.kind === "StatefulSet" &&
    !claims.includes("disk") &&
    graph.some(object, "CronJob", (job) => {
      const label = job.at("metadata.labels").of(SNAPSHOTS_OF);
      return label.isSet && label.text === object.name && job.at("spec.suspend").flag !== true;
    })
  );
}

const ALL_NAMESPACES = "*";

function veleroCovers(schedule: GraphObject, object: GraphObject, graph: ObjectGraph): boolean {
  if (schedule.facts.cluster !== object.facts.cluster || schedule.at("spec.paused").flag === true) {
    return false;
  }
  const template = schedule.at("spec.template");
  const included = template.at("includedNamespaces").items;
  const snapshots =
    template.at("snapshotVolumes").flag !== false || template.at("defaultVolumesToFsBackup").flag === true;
  return (
    snapshots &&
    takesClaims(template) &&
    !someHolds(template.at("excludedNamespaces").items, (item) => isNamespaceOf(item, object, graph)) &&
    (included.length === 0 ||
      someHolds(included, (item) => item.text === ALL_NAMESPACES || isNamespaceOf(item, object, graph)))
  );
}

/** Whether a template takes all claims of its namespaces: filters by label or kind may leave them out. */
function takesClaims(template: Field): boolean {
  const kinds = template.at("includedResources").texts;
  return (
    !template.at("labelSelector").isSet &&
    !template.at("orLabelSelectors").isSet &&
    (kinds.length === 0 || kinds.some((kind) => /^(?:\*|persistentvolumeclaims?|pvc)$/i.test(kind)))
  );
}
