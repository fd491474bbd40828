import { sharedClaim } from "../../../policy/rules/shared-claim";
import { ruleTest } from "../../support/rules";

ruleTest(sharedClaim, {
  valid: {
    "a writer that nobody runs any more": `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: d }
spec: { accessModes: [ReadWriteOnce] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: old }
spec:
  replicas: 0
  template: { spec: { containers: [{ name: c, volumeMounts: [{ name: d, mountPath: /d }] }], volumes: [{ name: d, persistentVolumeClaim: { claimName: d } }] } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: new }
spec:
  replicas: 1
  template: { spec: { containers: [{ name: c, volumeMounts: [{ name: d, mountPath: /d }] }], volumes: [{ name: d, persistentVolumeClaim: { claimName: d } }] } }`,
    "one reader": `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: d }
spec: { accessModes: [ReadWriteOnce] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 1
  template: { spec: { containers: [{ name: c, volumeMounts: [{ name: d, mountPath: /d, readOnly: true }] }], volumes: [{ name: d, persistentVolumeClaim: { claimName: d } }] } }`,
    "a claim of an ordinal before the first": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 3
  ordinals: { start: 5 }
  volumeClaimTemplates: [{ metadata: { name: d }, spec: { accessModes: [ReadWriteOnce] } }]
---
apiVersion: v1
kind: Pod
metadata: { name: copy }
spec: { containers: [{ name: c, volumeMounts: [{ name: d, mountPath: /d }] }], volumes: [{ name: d, persistentVolumeClaim: { claimName: d-db-2 } }] }`,
    "a Job with one pod to complete": `
apiVersion: batch/v1
kind: Job
metadata: { name: j }
spec:
  parallelism: 4
  completions: 1
  template: { spec: { containers: [{ name: c, volumeMounts: [{ name: d, mountPath: /d }] }], volumes: [{ name: d, persistentVolumeClaim: { claimName: d } }] } }`,
    "a claim of a set without pods": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: store, namespace: shop }
spec: { replicas: 0, volumeClaimTemplates: [{ metadata: { name: data }, spec: { accessModes: [ReadWriteOnce] } }] }
---
apiVersion: batch/v1
kind: Job
metadata: { name: move, namespace: shop }
spec: { template: { spec: { containers: [{ name: c, volumeMounts: [{ name: d, mountPath: /d }] }], volumes: [{ name: d, persistentVolumeClaim: { claimName: data-store-0 } }] } } }`,
    "a claim that a pod has left behind": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: store, namespace: shop }
spec: { replicas: 2, volumeClaimTemplates: [{ metadata: { name: data }, spec: { accessModes: [ReadWriteOnce] } }] }
---
apiVersion: batch/v1
kind: Job
metadata: { name: move, namespace: shop }
spec: { template: { spec: { containers: [{ name: c, volumeMounts: [{ name: d, mountPath: /d }] }], volumes: [{ name: d, persistentVolumeClaim: { claimName: data-store-2 } }] } } }`,
    "a claim that only looks like one of a set": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: store, namespace: shop }
spec: { replicas: 3, volumeClaimTemplates: [{ metadata: { name: data }, spec: { accessModes: [ReadWriteOnce] } }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: viewer, namespace: shop }
spec: { template: { spec: { containers: [{ name: c, volumeMounts: [{ name: d, mountPath: /d }] }], volumes: [{ name: d, persistentVolumeClaim: { claimName: data-stores-0 } }] } } }`,
    "a claim of a set of another namespace": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: store, namespace: shop }
spec: { replicas: 3, volumeClaimTemplates: [{ metadata: { name: data }, spec: { accessModes: [ReadWriteOnce] } }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: viewer, namespace: other }
spec: { template: { spec: { containers: [{ name: c, volumeMounts: [{ name: d, mountPath: /d }] }], volumes: [{ name: d, persistentVolumeClaim: { claimName: data-store-0 } }] } } }`,
    "a claim of a set that is made for sharing": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: store, namespace: shop }
spec: { replicas: 3, volumeClaimTemplates: [{ metadata: { name: data }, spec: { accessModes: [ReadWriteMany] } }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: viewer, namespace: shop }
spec: { template: { spec: { containers: [{ name: c, volumeMounts: [{ name: d, mountPath: /d }] }], volumes: [{ name: d, persistentVolumeClaim: { claimName: data-store-0 } }] } } }`,
    "a reader beside a writer of a claim that is made for sharing": `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: c, namespace: shop }
spec: { accessModes: [ReadWriteMany] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: shop }
spec: { template: { spec: { containers: [{ name: c, volumeMounts: [{ name: d, mountPath: /d }] }], volumes: [{ name: d, persistentVolumeClaim: { claimName: c } }] } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: viewer, namespace: shop }
spec: { template: { spec: { containers: [{ name: c, volumeMounts: [{ name: d, mountPath: /d, readOnly: true }] }], volumes: [{ name: d, persistentVolumeClaim: { claimName: c } }] } } }`,
    "one replica": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 1, template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }`,
    "replicas left out, which is one": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }`,
    "a template of the same name, which replaces the volume of the pod": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, volumeClaimTemplates: [{ metadata: { name: data } }], template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }`,
    "a claim for shared files": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { replicas: 3, template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { accessModes: [ReadWriteMany] }`,
    "claims of one name in two namespaces": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: a, namespace: one }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: b, namespace: two }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }`,
    "a second workload that only reads": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: a }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: b }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data, readOnly: true }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }`,
    "a test pod of a chart": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }
---
apiVersion: v1
kind: Pod
metadata: { name: test, annotations: { helm.sh/hook: test-success } }
spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] }`,
    "copies in other folders": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }`,
      files: ["a/x.yaml", "b/x.yaml"],
    },
    "two clusters": `
type: kubernetes:apps/v1:StatefulSet
properties:
  apiVersion: apps/v1
  kind: StatefulSet
  metadata: { name: a }
  spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }
options: { provider: { urn: "urn:one", inputs: { clusterIdentifier: one } } }
---
type: kubernetes:apps/v1:StatefulSet
properties:
  apiVersion: apps/v1
  kind: StatefulSet
  metadata: { name: b }
  spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }
options: { provider: { urn: "urn:two", inputs: { clusterIdentifier: two } } }`,
  },
  invalid: {
    "readers of a disk that attaches once": {
      yaml: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: d }
spec: { accessModes: [ReadWriteOnce] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  template: { spec: { containers: [{ name: c, volumeMounts: [{ name: d, mountPath: /d, readOnly: true }] }], volumes: [{ name: d, persistentVolumeClaim: { claimName: d } }] } }`,
      says: [/lets 3 replicas read claim d, which attaches to one node at a time/],
    },
    "two readers of a disk that attaches once": {
      yaml: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: d }
spec: { accessModes: [ReadWriteOnce] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 1
  template: { spec: { containers: [{ name: c, volumeMounts: [{ name: d, mountPath: /d, readOnly: true }] }], volumes: [{ name: d, persistentVolumeClaim: { claimName: d } }] } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: api }
spec:
  replicas: 1
  template: { spec: { containers: [{ name: c, volumeMounts: [{ name: d, mountPath: /d, readOnly: true }] }], volumes: [{ name: d, persistentVolumeClaim: { claimName: d } }] } }`,
      says: [/Deployment default\/api reads it too/, /Deployment default\/web reads it too/],
    },
    "readers of a claim for one pod": {
      yaml: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: d }
spec: { accessModes: [ReadWriteOncePod] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  template: { spec: { containers: [{ name: c, volumeMounts: [{ name: d, mountPath: /d, readOnly: true }] }], volumes: [{ name: d, persistentVolumeClaim: { claimName: d } }] } }`,
      says: [/attaches to one pod at a time/],
    },
    "a claim that a set makes for its own pod": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: store, namespace: shop }
spec: { replicas: 3, volumeClaimTemplates: [{ metadata: { name: data }, spec: { accessModes: [ReadWriteOnce] } }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: viewer, namespace: shop }
spec: { template: { spec: { containers: [{ name: c, volumeMounts: [{ name: d, mountPath: /d }] }], volumes: [{ name: d, persistentVolumeClaim: { claimName: data-store-0 } }] } } }`,
      says: [/mounts claim data-store-0, which StatefulSet shop\/store makes for its own pod/],
    },
    "such a claim, read only": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: store, namespace: shop }
spec: { replicas: 3, volumeClaimTemplates: [{ metadata: { name: data }, spec: { accessModes: [ReadWriteOnce] } }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: viewer, namespace: shop }
spec: { template: { spec: { containers: [{ name: c, volumeMounts: [{ name: d, mountPath: /d, readOnly: true }] }], volumes: [{ name: d, persistentVolumeClaim: { claimName: data-store-2 } }] } } }`,
      says: [/mounts claim data-store-2, which StatefulSet shop\/store makes/],
    },
    "a reader beside the writer of a claim": {
      yaml: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: c, namespace: shop }
spec: { accessModes: [ReadWriteOnce] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: shop }
spec: { template: { spec: { containers: [{ name: c, volumeMounts: [{ name: d, mountPath: /d }] }], volumes: [{ name: d, persistentVolumeClaim: { claimName: c } }] } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: viewer, namespace: shop }
spec: { template: { spec: { containers: [{ name: c, volumeMounts: [{ name: d, mountPath: /d, readOnly: true }] }], volumes: [{ name: d, persistentVolumeClaim: { claimName: c } }] } } }`,
      says: [/mounts claim c read-only, and StatefulSet shop\/db writes to it/],
    },
    "one disk in two namespaces": {
      yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: x, namespace: one }
spec: { strategy: { type: Recreate }, template: { spec: { containers: [{ name: a, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, gcePersistentDisk: { pdName: d } }] } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: y, namespace: two }
spec: { strategy: { type: Recreate }, template: { spec: { containers: [{ name: a, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, gcePersistentDisk: { pdName: d } }] } } }`,
      says: [/so does Deployment two\/y/, /so does Deployment one\/x/],
    },
    "three replicas": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { accessModes: [ReadWriteOnce] }`,
      says: [/lets 3 replicas write to claim db/],
    },
    "an autoscaler that allows more": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec: { scaleTargetRef: { kind: StatefulSet, name: db }, maxReplicas: 3 }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { accessModes: [ReadWriteOnce] }`,
      says: [/lets 1 to 3 replicas \(HorizontalPodAutoscaler default\/db\) write to claim db/],
    },
    "a ScaledObject, whose default maximum is 100": {
      yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: db }
spec: { scaleTargetRef: { name: db } }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { accessModes: [ReadWriteOnce] }`,
      says: [/lets 0 to 100 replicas/],
    },
    "a DaemonSet": {
      yaml: `
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { accessModes: [ReadWriteOnce] }`,
      says: [/lets a pod on every node write to claim db/],
    },
    "two workloads": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: a }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: b }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { accessModes: [ReadWriteOnce] }`,
      says: [
        /writes to claim db, and so does Deployment default\/b/,
        /writes to claim db, and so does StatefulSet default\/a/,
      ],
    },
    "a CronJob beside a StatefulSet": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: a }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: backup }
spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } } } }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { accessModes: [ReadWriteOnce] }`,
      says: [/so does CronJob default\/backup/, /so does StatefulSet default\/a/],
    },
    "parallel pods of a Job": {
      yaml: `
apiVersion: batch/v1
kind: Job
metadata: { name: db }
spec: { parallelism: 4, template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { accessModes: [ReadWriteOnce] }`,
      says: [/lets 4 replicas write/],
    },
  },
  unknown: {
    "the access modes of a claim that is defined elsewhere": {
      yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  template:
    spec:
      containers: [{ name: web, volumeMounts: [{ name: data, mountPath: /data }] }]
      volumes: [{ name: data, persistentVolumeClaim: { claimName: shared } }]`,
      field: "spec.template.spec.volumes[0]",
    },
    "the claim that several replicas name, where no dependency tells": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: <unknown> } }] } } }`,
      field: "spec.template.spec.volumes[0].persistentVolumeClaim.claimName",
    },
    "the number of replicas": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: <unknown>, template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }`,
      field: "spec.replicas",
    },
  },
});
