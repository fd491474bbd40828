import { z } from "zod";
import { cronFields, kmsKey, whole } from "./fields";

/** Longest schedule that GKE's recovery point objective takes, in minutes (60 days). */
const MAX_RPO_MINUTES = 86_400;

/** Backup for GKE. Limits: @pulumi/gcp gkebackup.BackupPlan. */
export const backupSchema = z.strictObject({
  enabled: z
    .boolean()
    .default(true)
    .describe(
      "Make a BackupPlan and two RestorePlans, for a disaster and for a drill, of the stack's namespace. Only on target gke.",
    ),
  rpoMinutes: whole(60, MAX_RPO_MINUTES)
    .optional()
    .describe(
      "Most data that may be lost, in minutes; GKE picks the times. Excludes cron. Default 1440 (a day) without cron.",
    ),
  cron: cronFields.optional().describe("Fixed times of backups in UTC, instead of rpoMinutes."),
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

/** {@link backupSchema}, with defaults filled in. */
export type BackupSettings = z.infer<typeof backupSchema>;
