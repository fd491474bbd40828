import { accessSchema } from "./schema/access";
import { backupSchema } from "./schema/backup";
import { describeProblem, schemaProblems } from "./problems";
import { workloadSchema } from "./schema/workload";
import { clusterSchema } from "./schema/cluster";
import { monitoringSchema } from "./schema/monitoring";
import { namespaceSchema } from "./schema/namespace";
import { networkSchema } from "./schema/network";
import { poolSchema } from "./schema/pool";
import { storageSchema } from "./schema/storage";
import type { z } from "zod";
import type { AccessSettings } from "./schema/access";
import type { BackupSettings } from "./schema/backup";
import type { ClusterSettings } from "./schema/cluster";
import type { MonitoringSettings } from "./schema/monitoring";
import type { NamespaceSettings } from "./schema/namespace";
import type { NetworkSettings } from "./schema/network";
import type { PoolSettings } from "./schema/pool";
import type { StorageSettings } from "./schema/storage";
import type { WorkloadSettings } from "./schema/workload";

/**
 * Settings of components for programs that do not read them from a stack's file: defaults are filled in, and what does not hold
 * is refused as in a stack.
 */

/** Settings that do not hold. The message lists every problem. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  /** By this Pulumi knows errors whose message says all, and prints no stack trace. Source: @pulumi/pulumi, errors.js */
  readonly __pulumiRunError = true;
}

/** Settings of a workload. Errors: {@link SettingsError} that names every key. */
export function workloadSettings(name: string, settings: z.input<typeof workloadSchema>): WorkloadSettings {
  return complete(workloadSchema, `workload ${name}`, settings);
}

/** Settings of the storage class. Errors: {@link SettingsError} that names every key. */
export function storageSettings(settings: z.input<typeof storageSchema> = {}): StorageSettings {
  return complete(storageSchema, "storage", settings);
}

/** Settings of a namespace. Errors: {@link SettingsError} that names every key. */
export function namespaceSettings(settings: z.input<typeof namespaceSchema> = {}): NamespaceSettings {
  return complete(namespaceSchema, "namespace", settings);
}

/** Settings of alerts. Errors: {@link SettingsError} that names every key. */
export function monitoringSettings(settings: z.input<typeof monitoringSchema> = {}): MonitoringSettings {
  return complete(monitoringSchema, "monitoring", settings);
}

/** Who may do what in a namespace. Errors: {@link SettingsError} that names every key. */
export function accessSettings(settings: z.input<typeof accessSchema>): AccessSettings {
  return complete(accessSchema, "access", settings);
}

/** Settings of a network. Errors: {@link SettingsError} that names every key. */
export function networkSettings(settings: z.input<typeof networkSchema> = {}): NetworkSettings {
  return complete(networkSchema, "network", settings);
}

/** Settings of a cluster. Errors: {@link SettingsError} that names every key. */
export function clusterSettings(settings: z.input<typeof clusterSchema>): ClusterSettings {
  return complete(clusterSchema, "cluster", settings);
}

/** Settings of a node pool. Errors: {@link SettingsError} that names every key. */
export function poolSettings(settings: z.input<typeof poolSchema>): PoolSettings {
  return complete(poolSchema, "pool", settings);
}

/** Settings of backups. Errors: {@link SettingsError} that names every key. */
export function backupSettings(settings: z.input<typeof backupSchema> = {}): BackupSettings {
  return complete(backupSchema, "backup", settings);
}

/** What to do about settings in a program. */
const ADVICE = "docs/configuration.md has all keys.";

function complete<Schema extends z.ZodType>(schema: Schema, what: string, settings: z.input<Schema>): z.output<Schema> {
  const result = schema.safeParse(settings, { reportInput: true });
  if (result.success) {
    return result.data;
  }
  const problems = schemaProblems(result.error, what, () => false, schema);
  throw new SettingsError(problems.map((problem) => describeProblem({ ...problem, fix: ADVICE })).join("\n"));
}
