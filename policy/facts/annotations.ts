/** Annotation by which a manifest names the BackupPlan of the program that wrote it: the plan is no object of the cluster. */
export const BACKUP_PLAN = "gke-stateful/backup-plan";
