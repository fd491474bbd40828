import { backupWithoutRetention } from "../../../policy/rules/backup-without-retention";
import { ruleTest } from "../../support/rules";

ruleTest(backupWithoutRetention, {
  valid: {
    "a maximum age of snapshots": `
apiVersion: snapscheduler.backube/v1
kind: SnapshotSchedule
metadata: { name: db }
spec: { retention: { expires: 168h } }`,
  },
  invalid: {
    "0 days": {
      yaml: `
type: gcp:gkebackup/backupPlan:BackupPlan
properties: { retentionPolicy: { backupRetainDays: 0 } }`,
      says: [/backupRetainDays 0/],
    },
    "snapshots without an end": {
      yaml: `
apiVersion: snapscheduler.backube/v1
kind: SnapshotSchedule
metadata: { name: db }
spec: { schedule: x }`,
      says: [/has no spec.retention/],
    },
  },
});
