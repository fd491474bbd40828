import * as pulumi from "@pulumi/pulumi";
import * as gkebackup from "@pulumi/gcp/gkebackup";
import { DEFAULT_RPO_MINUTES } from "../config/sizing/backup-schedule";
import { childOptions } from "./child-options";
import type { BackupSettings } from "../config/schema/backup";

/** Arguments of {@link Backup}. */
export interface BackupArgs {
  /** Google Cloud project id. */
  readonly project: string;
  /** Region of the cluster. Backups go there unless the settings name another. */
  readonly region: string;
  /** `projects/PROJECT/locations/LOCATION/clusters/NAME`. */
  readonly clusterPath: string;
  /** Stem of the plans' names in Google Cloud. */
  readonly planName: string;
  /** Namespaces that are saved, with their volumes. */
  readonly namespaces: readonly string[];
  /** Schedule, retention and so on. */
  readonly settings: BackupSettings;
  /** Labels of the plans. */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Backup for GKE: a BackupPlan that saves namespaces with their volume data on a schedule, and a RestorePlan that brings
 * the volume data back, which the default of the API does not.
 *
 * Cost: for each protected pod and month, and for each stored GiB and month; see
 * https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/concepts/about-pricing
 */
export class Backup extends pulumi.ComponentResource {
  /** Name of the BackupPlan. */
  readonly backupPlanName: string;
  /** Name of the RestorePlan. */
  readonly restorePlanName: string;

  constructor(name: string, args: BackupArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gke-stateful:index:Backup", name, args, opts);
    this.backupPlanName = args.planName;
    this.restorePlanName = `${args.planName}-restore`;
    const plan = createBackupPlan(this, name, args, opts);
    createRestorePlan(this, name, args, plan, opts);
    this.registerOutputs({ backupPlanName: this.backupPlanName, restorePlanName: this.restorePlanName });
  }
}

function createBackupPlan(
  parent: Backup,
  name: string,
  args: BackupArgs,
  opts?: pulumi.ComponentResourceOptions,
): gkebackup.BackupPlan {
  const { settings } = args;
  return new gkebackup.BackupPlan(
    `${name}-plan`,
    {
      name: parent.backupPlanName,
      project: args.project,
      location: settings.location ?? args.region,
      cluster: args.clusterPath,
      labels: args.labels,
      backupConfig: {
        includeVolumeData: true,
        includeSecrets: settings.includeSecrets,
        selectedNamespaces: { namespaces: [...args.namespaces] },
        ...(settings.kmsKey !== undefined && { encryptionKey: { gcpKmsEncryptionKey: settings.kmsKey } }),
      },
      backupSchedule:
        settings.cron === undefined
          ? { rpoConfig: { targetRpoMinutes: settings.rpoMinutes ?? DEFAULT_RPO_MINUTES } }
          : { cronSchedule: settings.cron },
      retentionPolicy: { backupRetainDays: settings.retainDays, backupDeleteLockDays: settings.deleteLockDays },
    },
    childOptions(parent, opts),
  );
}

function createRestorePlan(
  parent: Backup,
  name: string,
  args: BackupArgs,
  plan: gkebackup.BackupPlan,
  opts?: pulumi.ComponentResourceOptions,
): void {
  const location = args.settings.location ?? args.region;
  new gkebackup.RestorePlan(
    `${name}-restore-plan`,
    {
      name: parent.restorePlanName,
      project: args.project,
      location,
      backupPlan: `projects/${args.project}/locations/${location}/backupPlans/${parent.backupPlanName}`,
      cluster: args.clusterPath,
      labels: args.labels,
      restoreConfig: {
        selectedNamespaces: { namespaces: [...args.namespaces] },
        // A restore never overwrites what runs: it stops and says what is in the way.
        namespacedResourceRestoreMode: "FAIL_ON_CONFLICT",
        volumeDataRestorePolicy: "RESTORE_VOLUME_DATA_FROM_BACKUP",
        clusterResourceRestoreScope: { noGroupKinds: true },
        clusterResourceConflictPolicy: "USE_EXISTING_VERSION",
      },
    },
    childOptions(parent, opts, [plan]),
  );
}
