import * as pulumi from "@pulumi/pulumi";
import * as gkebackup from "@pulumi/gcp/gkebackup";
import { DEFAULT_RPO_MINUTES } from "../config/sizing/backup-schedule";
import { childOptions } from "./child-options";
import { known } from "./known";
import { MAX_LABEL } from "../config/schema/fields";
import type * as inputs from "@pulumi/gcp/types/input";
import type { BackupSettings } from "../config/schema/backup";

type TransformationRule = inputs.gkebackup.RestorePlanRestoreConfigTransformationRule;

/** Ends the name of a namespace that a drill made. */
const DRILL = "-drill";

/** Arguments of {@link Backup}. */
export interface BackupArgs {
  /** Google Cloud project id. */
  readonly project: pulumi.Input<string>;
  /** Region of the cluster. Backups go there unless the settings name another. */
  readonly region: string;
  /** `projects/PROJECT/locations/LOCATION/clusters/NAME`. */
  readonly clusterPath: pulumi.Input<string>;
  /** Stem of the plans' names in Google Cloud. */
  readonly planName: string;
  /** Namespaces that are saved, with their volumes. */
  readonly namespaces: readonly string[];
  /** Schedule, retention and so on. */
  readonly settings: BackupSettings;
  /** Cloud KMS key of the backups' configuration part, where an output names it. @default - settings.kmsKey */
  readonly kmsKey?: pulumi.Input<string> | undefined;
  /** Labels of the plans. */
  readonly labels: Readonly<Record<string, string>>;
}

/** Path of a BackupPlan in Google Cloud, known before it exists. */
export function backupPlanPath({
  planName,
  project,
  region,
  settings,
}: Pick<BackupArgs, "planName" | "region" | "settings"> & { readonly project: string }): string {
  return `projects/${project}/locations/${settings.location ?? region}/backupPlans/${planName}`;
}

/**
 * Backup for GKE: a BackupPlan that saves namespaces with their volume data on a schedule, and two RestorePlans that bring
 * the volume data back, which the default of the API does not: one for a disaster, one for a drill. Neither overwrites anything.
 *
 * Cost: for each protected pod and month, and for each stored GiB and month; see
 * https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/concepts/about-pricing
 */
export class Backup extends pulumi.ComponentResource {
  /** Name of the BackupPlan. */
  readonly backupPlanName: string;
  /** Name of the RestorePlan for a disaster: into a cluster that lacks the namespaces. */
  readonly restorePlanName: string;
  /** Name of the RestorePlan for a drill: each namespace comes back beside itself, under another name. */
  readonly drillPlanName: string;

  constructor(name: string, args: BackupArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gke-stateful:index:Backup", name, args, opts);
    this.backupPlanName = args.planName;
    this.restorePlanName = `${args.planName}-restore`;
    this.drillPlanName = `${args.planName}-drill`;
    const plan = createBackupPlan(this, name, args, opts);
    const restore = { resource: `${name}-restore-plan`, plan: this.restorePlanName };
    createRestorePlan(this, { args, name: restore, plan }, opts);
    const drill = { resource: `${name}-drill-plan`, plan: this.drillPlanName };
    createRestorePlan(this, { args, name: drill, plan, transformationRules: args.namespaces.flatMap(intoDrill) }, opts);
    this.registerOutputs({
      backupPlanName: this.backupPlanName,
      restorePlanName: this.restorePlanName,
      drillPlanName: this.drillPlanName,
    });
  }
}

function createBackupPlan(
  parent: Backup,
  name: string,
  args: BackupArgs,
  opts?: pulumi.ComponentResourceOptions,
): gkebackup.BackupPlan {
  const { settings, kmsKey = settings.kmsKey } = args;
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
        ...(kmsKey !== undefined && { encryptionKey: { gcpKmsEncryptionKey: kmsKey } }),
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

/**
 * A restore plan is in the region of the cluster that it restores into, wherever the backups are.
 * Source: https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/how-to/restore-plan
 */
function createRestorePlan(
  parent: Backup,
  { args, name, plan, transformationRules }: RestorePlanParts,
  opts?: pulumi.ComponentResourceOptions,
): void {
  const backups = args.settings.location ?? args.region;
  new gkebackup.RestorePlan(
    name.resource,
    {
      name: name.plan,
      project: args.project,
      location: args.region,
      backupPlan: known`projects/${args.project}/locations/${backups}/backupPlans/${parent.backupPlanName}`,
      cluster: args.clusterPath,
      labels: args.labels,
      restoreConfig: {
        selectedNamespaces: { namespaces: [...args.namespaces] },
        // A restore never overwrites what runs: it stops and says what is in the way.
        namespacedResourceRestoreMode: "FAIL_ON_CONFLICT",
        volumeDataRestorePolicy: "RESTORE_VOLUME_DATA_FROM_BACKUP",
        clusterResourceRestoreScope: { noGroupKinds: true },
        clusterResourceConflictPolicy: "USE_EXISTING_VERSION",
        ...(transformationRules !== undefined && { transformationRules }),
      },
    },
    childOptions(parent, opts, [plan]),
  );
}

/** What one restore plan has and another has not. */
interface RestorePlanParts {
  readonly args: BackupArgs;
  readonly name: { readonly resource: string; readonly plan: string };
  readonly plan: gkebackup.BackupPlan;
  readonly transformationRules?: TransformationRule[];
}

/** Namespace into which a drill restores another. */
export function drillNamespace(namespace: string): string {
  return `${namespace.slice(0, MAX_LABEL - DRILL.length)}${DRILL}`;
}

/**
 * The namespace gets another name, and everything in it moves along. The namespace itself is looked for by its name, because it is in none.
 * Source: https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/how-to/transformation-rules
 */
function intoDrill(namespace: string): TransformationRule[] {
  const value = drillNamespace(namespace);
  return [
    {
      description: `rename namespace ${namespace} to ${value}`,
      resourceFilter: {
        groupKinds: [{ resourceKind: "Namespace" }],
        jsonPath: `.metadata[?(@.name == '${namespace}')]`,
      },
      fieldActions: [{ op: "REPLACE", path: "/metadata/name", value }],
    },
    {
      description: `move what is in ${namespace} to ${value}`,
      resourceFilter: { namespaces: [namespace] },
      fieldActions: [{ op: "REPLACE", path: "/metadata/namespace", value }],
    },
  ];
}
