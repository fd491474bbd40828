import { daysOfIntervals, DEFAULT_RPO_MINUTES } from "../sizing/backup-schedule";
import { fitsSnapshotJob } from "../sizing/names";
import { refuse, warn } from "./check";
import type { BackupSettings } from "../schema/backup";
import type { WorkloadSettings } from "../schema/workload";
import type { StackConfig } from "../stack-config";
import type { Problem } from "../problems";
import type { Check } from "./check";

/** Most backups that one schedule may keep. Source: @pulumi/gcp gkebackup.BackupPlan, backupRetainDays: "360 times the interval". */
const MAX_KEPT_INTERVALS = 360;
const MINUTES_PER_DAY = 24 * 60;

/** Backup: one schedule, and times that fit together; snapshots with an image that makes them. */
export const backupChecks: Check = function* (config) {
  const { backup, environment, target } = config;
  for (const [name, workload] of Object.entries(config.workloads)) {
    yield* snapshots(name, workload, config);
  }
  if (target !== "gke") {
    return;
  }
  if (!backup.enabled) {
    if (environment === "prod") {
      yield warn(
        ["backup", "enabled"],
        false,
        "leaves prod without backups: regional disks do not protect from deletion or corruption",
        "Set it to true, or keep backups elsewhere.",
      );
    }
    return;
  }
  yield* schedule(backup);
  yield* lock(backup);
  yield* backup.cron === undefined ? retention(backup) : cronRetention(backup, backup.cron);
};

function* snapshots(name: string, { backup }: WorkloadSettings, { operations }: StackConfig): Iterable<Problem> {
  if (backup.snapshots === undefined) {
    return;
  }
  const path = ["workloads", name, "backup", "snapshots"];
  const { cron } = backup.snapshots;
  if (operations.image === undefined) {
    yield refuse(
      path,
      backup.snapshots,
      "needs operations.image: a CronJob runs this project's command line",
      "Build the image and push it to your registry, as docs/volumes.md says, and set operations.image; or let another tool make snapshots.",
    );
  }
  if (!fitsSnapshotJob(name)) {
    yield refuse(
      path,
      name,
      "is too long a name for a workload with snapshots",
      "Give it a name of 42 characters at most.",
    );
  }
  try {
    daysOfIntervals(cron, 1);
  } catch (error) {
    yield noSchedule([...path, "cron"], cron, error as Error);
  }
}

function noSchedule(path: string[], cron: string, error: Error): Problem {
  return refuse(
    path,
    cron,
    `is no schedule (${error.message})`,
    "Give minute, hour, day, month and day of the week, such as 0 3 * * *.",
  );
}

function* schedule(backup: BackupSettings): Iterable<Problem> {
  if (backup.cron !== undefined && backup.rpoMinutes !== undefined) {
    yield refuse(["backup", "cron"], backup.cron, "excludes rpoMinutes", "Remove one of the two.");
  }
  const [minute = ""] = backup.cron?.split(" ") ?? [];
  if (backup.cron !== undefined && !/^\d+$/.test(minute)) {
    yield refuse(
      ["backup", "cron"],
      backup.cron,
      `must name one minute, and has ${minute}: a backup starts at most once an hour`,
      "Give the minute as a number, such as 15 * * * * for every hour.",
    );
  }
}

function* lock(backup: BackupSettings): Iterable<Problem> {
  if (backup.deleteLockDays > backup.retainDays) {
    yield refuse(
      ["backup", "deleteLockDays"],
      backup.deleteLockDays,
      `must not be above retainDays ${String(backup.retainDays)}`,
      "Lower it, or keep backups longer.",
    );
  }
}

function* retention(backup: BackupSettings): Iterable<Problem> {
  const rpo = backup.rpoMinutes ?? DEFAULT_RPO_MINUTES;
  const mostDays = Math.floor((MAX_KEPT_INTERVALS * rpo) / MINUTES_PER_DAY);
  if (backup.retainDays > mostDays) {
    yield refuse(
      ["backup", "retainDays"],
      backup.retainDays,
      `must not be above ${String(mostDays)} with rpoMinutes ${String(rpo)}: GKE keeps ${String(MAX_KEPT_INTERVALS)} intervals at most`,
      "Keep backups for a shorter time, or make them less often.",
    );
  }
}

function* cronRetention({ retainDays }: BackupSettings, cron: string): Iterable<Problem> {
  let mostDays: number | undefined;
  try {
    mostDays = daysOfIntervals(cron, MAX_KEPT_INTERVALS);
  } catch (error) {
    yield noSchedule(["backup", "cron"], cron, error as Error);
    return;
  }
  if (mostDays !== undefined && retainDays > mostDays) {
    yield refuse(
      ["backup", "retainDays"],
      retainDays,
      `must not be above ${String(Math.floor(mostDays))} with cron ${cron}: GKE keeps ${String(MAX_KEPT_INTERVALS)} intervals at most`,
      "Keep backups for a shorter time, or make them less often.",
    );
  }
}
