import { asDoubt } from "../graph/object";
import { RESTORE_UNTESTED } from "../facts/annotations";
import { dataOf, isBackedUp, isScheduled } from "../graph/backups";
import { someHolds } from "../graph/doubts";
import { isWritten, keptVolumes } from "../graph/volumes";
import { defineRule, problem } from "./engine/rule";
import type { ObjectGraph } from "../graph/graph";
import type { GraphObject } from "../graph/object";
import type { Outcome } from "./engine/rule";

/** A backup that nobody can restore is a hope. */
export const restoreUntested = defineRule({
  id: "restore-untested",
  severity: "medium",
  title: "A restore is prepared and tried",
  why: "Nobody writes a restore plan for the first time in the night when it is needed. Without one, a restore is untried, and may lack volumes, secrets or permissions. In a live cluster, a restore drill of each set within 30 days shows that the data comes back.",
  remediation:
    "Add a gcp.gkebackup.RestorePlan for the plan, with `volumeDataRestorePolicy: RESTORE_VOLUME_DATA_FROM_BACKUP`, and restore into a scratch namespace every month: a plan prepares a restore, and only a drill tests it. From snapshots: `gke-stateful volumes drill restore SET --namespace NAMESPACE --apply`.",
  effort: { time: "hours", why: "The plan is a few lines; the rehearsal takes the rest." },
  outcome: "The way back is known, and so is how long it takes.",
  url: "https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/how-to/restore-plan",
  example: {
    wrong: `
type: gcp:gkebackup/backupPlan:BackupPlan
properties: { name: daily, backupSchedule: { cronSchedule: "0 3 * * *" } }`,
    right: `
type: gcp:gkebackup/backupPlan:BackupPlan
properties: { name: daily, backupSchedule: { cronSchedule: "0 3 * * *" } }
---
type: gcp:gkebackup/restorePlan:RestorePlan
properties: { backupPlan: projects/p/locations/l/backupPlans/daily }`,
  },
  kinds: ["BackupPlan", "StatefulSet"],
  scope: "graph",
  *check(object, graph) {
    if (object.kind === "StatefulSet") {
      yield* tried(object, graph);
      return;
    }
    if (isScheduled(object) && !someHolds(graph.all("RestorePlan"), (plan) => restores(plan, object, graph))) {
      yield problem(object.root, "has no RestorePlan, so that a restore is not prepared");
    }
  },
});

/** Of data that nothing backs up, another rule speaks. */
function* tried(set: GraphObject, graph: ObjectGraph): Iterable<Outcome> {
  const why = set.annotation(RESTORE_UNTESTED);
  const volumes = why === undefined ? [] : keptVolumes(set).filter(isWritten);
  if (why !== undefined && volumes.length > 0 && isBackedUp(set, dataOf(volumes, graph), graph)) {
    yield problem(set.root, why);
  }
}

function restores(plan: GraphObject, backup: GraphObject, graph: ObjectGraph): boolean {
  const field = plan.at("backupPlan");
  try {
    return field.text?.split("/").at(-1) === backup.name;
  } catch (error) {
    const doubt = asDoubt(error);
    const sources = graph.sourcesOf(field).filter(({ kind }) => kind === "BackupPlan");
    if (sources.length === 0) {
      throw doubt;
    }
    return sources.includes(backup);
  }
}
