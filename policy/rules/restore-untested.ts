import { asDoubt } from "../graph/object";
import { isScheduled } from "../graph/backups";
import { someHolds } from "../graph/doubts";
import { defineRule, problem } from "./engine/rule";
import type { ObjectGraph } from "../graph/graph";
import type { GraphObject } from "../graph/object";

/** A backup that nobody can restore is a hope. */
export const restoreUntested = defineRule({
  id: "restore-untested",
  severity: "medium",
  title: "A backup plan has a restore plan",
  why: "Nobody writes a restore plan for the first time in the night when it is needed. Without one, a restore is untried, and may lack volumes, secrets or permissions.",
  remediation:
    "Add a gcp.gkebackup.RestorePlan for the plan, with `volumeDataRestorePolicy: RESTORE_VOLUME_DATA_FROM_BACKUP`, and restore into a scratch namespace every month: a plan prepares a restore, and only a drill tests it.",
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
  kinds: ["BackupPlan"],
  scope: "graph",
  *check(object, graph) {
    if (isScheduled(object) && !someHolds(graph.all("RestorePlan"), (plan) => restores(plan, object, graph))) {
      yield problem(object.root, "has no RestorePlan, so that a restore is not prepared");
    }
  },
});

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
