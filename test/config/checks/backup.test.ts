import { checkTable } from "../../support/checks";

checkTable("backup", {
  accepted: {
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
