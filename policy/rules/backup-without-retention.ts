import { defineRule, problem } from "./engine/rule";

/** Backups that are never thrown away cost more every day; without a lock, whoever can delete data can delete them too. */
export const backupWithoutRetention = defineRule({
  id: "backup-without-retention",
  severity: "medium",
  title: "A backup schedule says how long backups are kept",
  why: "Without a retention every backup is kept and billed for ever, or until somebody clears up by hand and deletes the one that was needed. Backup for GKE refuses a schedule without it.",
  remediation:
    "BackupPlan: `retentionPolicy: { backupRetainDays: 14, backupDeleteLockDays: 7 }`. SnapshotSchedule: `spec.retention: { maxCount: 14 }`.",
  effort: { time: "minutes", why: "Two numbers." },
  outcome: "The cost is bounded, and the last days cannot be deleted by anybody.",
  url: "https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/how-to/backup-plan",
  example: {
    wrong: `
type: gcp:gkebackup/backupPlan:BackupPlan
properties: { backupSchedule: { cronSchedule: "0 3 * * *" } }`,
    right: `
type: gcp:gkebackup/backupPlan:BackupPlan
properties:
  backupSchedule: { cronSchedule: "0 3 * * *" }
  retentionPolicy: { backupRetainDays: 14, backupDeleteLockDays: 7 }`,
  },
  kinds: ["BackupPlan", "SnapshotSchedule"],
  scope: "object",
  *check(object) {
    if (object.kind === "BackupPlan") {
      const field = object.at("retentionPolicy.backupRetainDays");
      if (field.number === undefined || field.number === 0) {
        yield problem(
          field,
          `has retentionPolicy.backupRetainDays ${String(field.number ?? "not set")}: backups are kept for ever`,
        );
      }
      return;
    }
    const retention = object.at("spec.retention");
    if (!retention.at("maxCount").isSet && !retention.at("expires").isSet) {
      yield problem(retention, "has no spec.retention: snapshots are kept for ever");
    }
  },
});
