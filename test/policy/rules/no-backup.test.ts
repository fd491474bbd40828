import { noBackup } from "../../../policy/rules/no-backup";
import { ruleTest } from "../../support/rules";

ruleTest(noBackup, {
  valid: {
    "a CronJob that makes snapshots of the set's claims": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: data }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }] } }, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: db-snapshots, namespace: data, labels: { gke-stateful/snapshots-of: db } }
spec: { schedule: "0 3 * * *", jobTemplate: { spec: { template: { spec: { containers: [{ name: snapshot }] } } } } }`,
    "a copy of what a bucket has": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: compact }
spec:
  template: { spec: { containers: [{ name: c, image: "quay.io/thanos/thanos:v0.37", args: [compact], volumeMounts: [{ name: data, mountPath: /var/thanos }] }] } }
  volumeClaimTemplates: [{ metadata: { name: data } }]`,
    "a bucket that is mounted by its name": `
apiVersion: v1
kind: PersistentVolume
metadata: { name: bucket }
spec: { csi: { driver: gcsfuse.csi.storage.gke.io, volumeHandle: logs } }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: logs }
spec: { volumeName: bucket, storageClassName: "" }`,
    "no volumes": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: web }] } } }`,
    "a volume that is only read": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data, readOnly: true }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }`,
    "a plan for the namespace": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: data }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }] } }, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
type: gcp:gkebackup/backupPlan:BackupPlan
properties: { backupSchedule: { cronSchedule: x }, backupConfig: { includeVolumeData: true, selectedNamespaces: { namespaces: [data] } } }`,
    "a plan for all namespaces": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }] } }, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
type: gcp:gkebackup/backupPlan:BackupPlan
properties: { backupSchedule: { rpoConfig: { targetRpoMinutes: 60 } }, backupConfig: { includeVolumeData: true, allNamespaces: true } }`,
    "a plan for the label of the namespace": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: data }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }] } }, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: v1
kind: Namespace
metadata: { name: data, labels: { backup: "yes" } }
---
type: gcp:gkebackup/backupPlan:BackupPlan
properties: { backupSchedule: { cronSchedule: x }, backupConfig: { includeVolumeData: true, selectedNamespaceLabels: { resourceLabels: [{ key: backup, value: "yes" }] } } }`,
    "a plan whose namespace comes from the same Namespace": `
type: kubernetes:core/v1:Namespace
properties: { metadata: { name: <unknown> } }
options: { name: ns }
---
type: kubernetes:apps/v1:StatefulSet
properties: { metadata: { name: db, namespace: <unknown> }, spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }] } }, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] } }
options: { references: { metadata: ["kubernetes:core/v1:Namespace::ns"] } }
---
type: gcp:gkebackup/backupPlan:BackupPlan
properties: { backupSchedule: { cronSchedule: x }, backupConfig: { includeVolumeData: true, selectedNamespaces: { namespaces: [<unknown>] } } }
options: { references: { backupConfig: ["kubernetes:core/v1:Namespace::ns"] } }`,
    "another backup, which is named": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, annotations: { gke-stateful/backup: "pgBackRest, hourly" } }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }] } }, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }`,
    "a plan that the manifest names, where only manifests are": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: shop, annotations: { gke-stateful/backup-plan: projects/p/locations/r/backupPlans/shop } }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }] } }, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }`,
    Velero: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: data }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }] } }, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: velero.io/v1
kind: Schedule
metadata: { name: nightly, namespace: velero }
spec: { template: { includedNamespaces: [data] } }`,
    "Velero for everything": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: data }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }] } }, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: velero.io/v1
kind: Schedule
metadata: { name: nightly, namespace: velero }
spec: { template: {} }`,
    "a snapshot schedule for all claims": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }] } }, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: snapscheduler.backube/v1
kind: SnapshotSchedule
metadata: { name: daily }
spec: { schedule: x }`,
    "a claim that a workload uses, judged there": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db, annotations: { gke-stateful/backup: x } }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { accessModes: [ReadWriteOnce] }`,
  },
  invalid: {
    "a CronJob for another set": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: data }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }] } }, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: db-snapshots, namespace: data, labels: { gke-stateful/snapshots-of: cache } }
spec: { schedule: "0 3 * * *", jobTemplate: { spec: { template: { spec: { containers: [{ name: snapshot }] } } } } }`,
      says: [/writes to data, which no backup plan or snapshot schedule covers/],
    },
    "a CronJob that is suspended": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: data }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }] } }, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: db-snapshots, namespace: data, labels: { gke-stateful/snapshots-of: db } }
spec: { schedule: "0 3 * * *", suspend: true, jobTemplate: { spec: { template: { spec: { containers: [{ name: snapshot }] } } } } }`,
      says: [/writes to data/],
    },
    "a CronJob of another namespace": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: data }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }] } }, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: db-snapshots, namespace: other, labels: { gke-stateful/snapshots-of: db } }
spec: { schedule: "0 3 * * *", jobTemplate: { spec: { template: { spec: { containers: [{ name: snapshot }] } } } } }`,
      says: [/writes to data/],
    },
    "a plan of a cluster of the same name elsewhere": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: prod, location: europe-west1, project: a }
---
type: gcp:gkebackup/backupPlan:BackupPlan
properties: { cluster: projects/a/locations/us-east1/clusters/prod, backupSchedule: { cronSchedule: x }, backupConfig: { includeVolumeData: true, allNamespaces: true } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }] } }, volumeClaimTemplates: [{ metadata: { name: data }, spec: {} }] }`,
      says: [/writes to data/],
    },
    "a plan of another cluster": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: c, location: europe-west1 }
---
type: gcp:gkebackup/backupPlan:BackupPlan
properties: { cluster: projects/p/locations/l/clusters/other, backupSchedule: { cronSchedule: x }, backupConfig: { includeVolumeData: true, allNamespaces: true } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }] } }, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: premium-rwo } }] }`,
      says: [/writes to data/],
    },
    "Velero for some labels only": {
      yaml: `
apiVersion: velero.io/v1
kind: Schedule
metadata: { name: s, namespace: velero }
spec: { template: { labelSelector: { matchLabels: { a: b } } } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }] } }, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: premium-rwo } }] }`,
      says: [/writes to data/],
    },
    "a claim that only a CronJob mounts": {
      yaml: `
apiVersion: batch/v1
kind: CronJob
metadata: { name: j }
spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: d } }] } } } } }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: d }
spec: {}`,
      says: [/keeps data that no backup/],
    },
    "a template": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }] } }, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }`,
      says: [/writes to data, which no backup plan or snapshot schedule covers/],
    },
    "a plan without volumes": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }] } }, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
type: gcp:gkebackup/backupPlan:BackupPlan
properties: { backupSchedule: { cronSchedule: x }, backupConfig: { allNamespaces: true } }`,
      says: [/writes to data/],
    },
    "a plan without a schedule": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }] } }, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
type: gcp:gkebackup/backupPlan:BackupPlan
properties: { backupConfig: { includeVolumeData: true, allNamespaces: true } }`,
      says: [/writes to data/],
    },
    "a plan that is paused": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }] } }, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
type: gcp:gkebackup/backupPlan:BackupPlan
properties: { backupSchedule: { cronSchedule: x, paused: true }, backupConfig: { includeVolumeData: true, allNamespaces: true } }`,
      says: [/writes to data/],
    },
    "a plan for another namespace": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: data }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }] } }, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
type: gcp:gkebackup/backupPlan:BackupPlan
properties: { backupSchedule: { cronSchedule: x }, backupConfig: { includeVolumeData: true, selectedNamespaces: { namespaces: [other] } } }`,
      says: [/writes to data/],
    },
    "a plan that is only named, where plans would show": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: shop, annotations: { gke-stateful/backup-plan: projects/p/locations/r/backupPlans/shop } }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }] } }, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
type: gcp:gkebackup/backupPlan:BackupPlan
properties: { name: shop, backupConfig: { includeVolumeData: true, selectedNamespaces: { namespaces: [shop] } } }`,
      says: [/writes to data/],
    },
    "a plan that is only named, where the cluster is made": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: shop, annotations: { gke-stateful/backup-plan: projects/p/locations/r/backupPlans/shop } }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }] } }, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
type: gcp:container/cluster:Cluster
properties: { name: shop, location: us-central1 }`,
      says: [/writes to data/],
    },
    "an empty name of another backup": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, annotations: { gke-stateful/backup: "" } }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }] } }, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }`,
      says: [/writes to data/],
    },
    "Velero without volumes": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }] } }, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: velero.io/v1
kind: Schedule
metadata: { name: nightly, namespace: velero }
spec: { template: { snapshotVolumes: false } }`,
      says: [/writes to data/],
    },
    "a schedule for other claims": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }] } }, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: snapscheduler.backube/v1
kind: SnapshotSchedule
metadata: { name: daily }
spec: { schedule: x, claimSelector: { matchLabels: { a: b } } }`,
      says: [/writes to data/],
    },
    "a claim that nobody uses": {
      yaml: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { accessModes: [ReadWriteOnce] }`,
      says: [/keeps data that no backup/],
    },
    "a Deployment": {
      yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }`,
      says: [/writes to data/],
    },
  },
  unknown: {
    "the namespaces of the plan": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: data }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }] } }, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
type: gcp:gkebackup/backupPlan:BackupPlan
properties: { backupSchedule: { cronSchedule: x }, backupConfig: { includeVolumeData: true, selectedNamespaces: { namespaces: <unknown> } } }`,
      field: "backupConfig.selectedNamespaces.namespaces",
    },
  },
  unknownPasses: /^cluster$/, // It comes from the only cluster that there is.
});
