import { restoreUntested } from "../../../policy/rules/restore-untested";
import { ruleTest } from "../../support/rules";

ruleTest(restoreUntested, {
  valid: {
    "a plan that makes no backups by itself": `
type: gcp:gkebackup/backupPlan:BackupPlan
properties: { name: a }`,
    "a restore plan that comes from the plan": `
type: gcp:gkebackup/backupPlan:BackupPlan
properties: { name: <unknown>, backupSchedule: { cronSchedule: x } }
options: { name: plan }
---
type: gcp:gkebackup/restorePlan:RestorePlan
properties: { backupPlan: <unknown> }
options: { references: { backupPlan: ["gcp:gkebackup/backupPlan:BackupPlan::plan"] } }`,
  },
  invalid: {
    "a restore plan of another plan": {
      yaml: `
type: gcp:gkebackup/backupPlan:BackupPlan
properties: { name: a, backupSchedule: { cronSchedule: x } }
---
type: gcp:gkebackup/restorePlan:RestorePlan
properties: { backupPlan: projects/p/locations/l/backupPlans/b }`,
      says: [/has no RestorePlan/],
    },
  },
});
