import { restoreUntested } from "../../../policy/rules/restore-untested";
import { ruleTest } from "../../support/rules";

ruleTest(restoreUntested, {
  valid: {
    "a set that nobody looked at in a cluster": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, annotations: { gke-stateful/backup: pgBackRest } }
spec:
  template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }] } }
  volumeClaimTemplates: [{ metadata: { name: data }, spec: {} }]`,
    "a set that nothing backs up, of which another rule speaks": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, annotations: { gke-stateful/restore-untested: no drill } }
spec:
  template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }] } }
  volumeClaimTemplates: [{ metadata: { name: data }, spec: {} }]`,
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
    "a set of a cluster whose data nobody has restored lately": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, annotations: { gke-stateful/backup: pgBackRest, gke-stateful/restore-untested: its last restore drill failed } }
spec:
  template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }] } }
  volumeClaimTemplates: [{ metadata: { name: data }, spec: {} }]`,
      says: [/its last restore drill failed/],
    },
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
