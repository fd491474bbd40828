/** Annotation by which a manifest names the BackupPlan of the program that wrote it: the plan is no object of the cluster. */
export const BACKUP_PLAN = "gke-stateful/backup-plan";

/** Annotation by which `analyze --live` says that no restore of a set's data has been tried lately, and why: records of drills are no objects that rules see. */
export const RESTORE_UNTESTED = "gke-stateful/restore-untested";
