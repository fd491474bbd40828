import { checkTable } from "../../support/checks";
import { configWith } from "../../support/stacks";

/** A name that leaves no room for `-snapshots` in that of a CronJob. */
const LONG = "a".repeat(43);

checkTable("backup", {
  accepted: {
    "snapshots with an image": {
      stack: "local",
      changes: { operations: { image: "i:1" }, "@.backup": { snapshots: { cron: "0 */6 * * *", maxAge: "7d" } } },
    },
    "hourly for as long as GKE allows": { stack: "prod", changes: { backup: { rpoMinutes: 60, retainDays: 15 } } },
    "daily for a year": { stack: "prod", changes: { backup: { retainDays: 360 } } },
    "a fixed time": { stack: "prod", changes: { backup: { cron: "0 3 * * *", retainDays: 360 } } },
    "hourly by the clock for as long as GKE allows": {
      stack: "prod",
      changes: { backup: { cron: "15 * * * *", retainDays: 15 } },
    },
    "three times a month for a year": {
      stack: "prod",
      changes: { backup: { cron: "0 3 1,11,21 * *", retainDays: 365 } },
    },
    "a lock as long as the retention": { stack: "prod", changes: { backup: { retainDays: 7, deleteLockDays: 7 } } },
    "none in dev": { stack: "dev", changes: { backup: { enabled: false } } },
    "none in prod, with a warning": {
      stack: "prod",
      changes: { backup: { enabled: false } },
      warns: /leaves prod without backups/,
    },
  },
  refused: {
    "snapshots without an image that makes them": {
      stack: "local",
      changes: { "@.backup": { snapshots: { cron: "0 3 * * *" } } },
      key: "gke-stateful:workloads.terminal-pods.backup.snapshots",
      says: /needs operations\.image/,
    },
    "snapshots at no time": {
      stack: "local",
      changes: { operations: { image: "i:1" }, "@.backup": { snapshots: { cron: "0 25 * * *" } } },
      key: "gke-stateful:workloads.terminal-pods.backup.snapshots.cron",
      says: /is no schedule/,
    },
    "snapshots of a workload whose CronJob would have too long a name": {
      stack: "local",
      changes: {
        operations: { image: "i:1" },
        workloads: {
          [LONG]: { ...configWith("local").workloads["terminal-pods"], backup: { snapshots: { cron: "0 3 * * *" } } },
        },
      },
      key: `gke-stateful:workloads.${LONG}.backup.snapshots`,
      says: /is too long a name/,
    },
    "hourly for longer than GKE allows": {
      stack: "prod",
      changes: { backup: { rpoMinutes: 60, retainDays: 16 } },
      key: "gke-stateful:backup.retainDays",
      says: /above 15 with rpoMinutes 60/,
    },
    "more often than every hour": {
      stack: "prod",
      changes: { backup: { cron: "*/30 * * * *" } },
      key: "gke-stateful:backup.cron",
      says: /must name one minute, and has \*\/30/,
    },
    "hourly by the clock for longer than GKE allows": {
      stack: "prod",
      changes: { backup: { cron: "15 * * * *", retainDays: 16 } },
      key: "gke-stateful:backup.retainDays",
      says: /above 15 with cron 15 \* \* \* \*: GKE keeps 360 intervals/,
    },
    "twice a day for longer than GKE allows": {
      stack: "prod",
      changes: { backup: { cron: "0 3,15 * * *", retainDays: 181 } },
      key: "gke-stateful:backup.retainDays",
      says: /above 180/,
    },
    "a schedule that is none": {
      stack: "prod",
      changes: { backup: { cron: "0 25 * * *" } },
      key: "gke-stateful:backup.cron",
      says: /is no schedule \(.+\)\. Give minute/,
    },
    "two schedules": {
      stack: "prod",
      changes: { backup: { rpoMinutes: 60, cron: "0 3 * * *" } },
      key: "gke-stateful:backup.cron",
      says: /excludes rpoMinutes/,
    },
    "a lock longer than the retention": {
      stack: "prod",
      changes: { backup: { retainDays: 7, deleteLockDays: 8 } },
      key: "gke-stateful:backup.deleteLockDays",
      says: /above retainDays 7/,
    },
    "an objective under an hour": {
      stack: "prod",
      changes: { backup: { rpoMinutes: 59 } },
      key: "gke-stateful:backup.rpoMinutes",
      says: /from 60 to 86400/,
    },
  },
});
