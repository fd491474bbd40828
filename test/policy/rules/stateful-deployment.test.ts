import { statefulDeployment } from "../../../policy/rules/stateful-deployment";
import { ruleTest } from "../../support/rules";

ruleTest(statefulDeployment, {
  valid: {
    "a single replica that is recreated": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { replicas: 1, strategy: { type: Recreate }, template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }`,
    "no replicas said, recreated": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { strategy: { type: Recreate }, template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }`,
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
    "a claim that is only read": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { replicas: 3, template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { accessModes: [ReadOnlyMany] }`,
    "a read-only mount": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { replicas: 3, template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data, readOnly: true }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }`,
    "a read-only source": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { replicas: 3, template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db, readOnly: true } }] } } }`,
    "a volume that nobody mounts": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { replicas: 3, template: { spec: { containers: [{ name: web }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }`,
    "a Deployment without claims": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { replicas: 3, template: { spec: { containers: [{ name: web }] } } }`,
    "a custom resource that is called Deployment": `
apiVersion: example.com/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }`,
  },
  invalid: {
    "one replica that is rolled": {
      yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { replicas: 1, template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }`,
      says: [
        /writes to claim db \(defined elsewhere; right only if it is ReadWriteMany\) with 1 replica and updates by RollingUpdate/,
      ],
    },
    "several replicas that are recreated": {
      yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { replicas: 2, strategy: { type: Recreate }, template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }`,
      says: [
        /writes to claim db \(defined elsewhere; right only if it is ReadWriteMany\) with 2 replicas and updates by Recreate/,
      ],
    },
    "a recreated one that an autoscaler multiplies": {
      yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { strategy: { type: Recreate }, template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec: { scaleTargetRef: { kind: Deployment, name: db }, maxReplicas: 4 }`,
      says: [/1 to 4 replicas \(HorizontalPodAutoscaler default\/db\)/],
    },
    "a ReplicaSet": {
      yaml: `
apiVersion: apps/v1
kind: ReplicaSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }`,
      says: [/writes to claim db \(defined elsewhere; right only if it is ReadWriteMany\) with 1 replica$/],
    },
    "a disk without a claim": {
      yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, gcePersistentDisk: { pdName: disk-1 } }] } } }`,
      says: [/writes to disk disk-1/],
    },
    "an init container that writes": {
      yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: web }], initContainers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }`,
      says: [/writes to claim db/],
    },
    "a raw block device": {
      yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, volumeDevices: [{ name: data, devicePath: /dev/x }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }`,
      says: [/writes to claim db/],
    },
    "an old API version": {
      yaml: `
apiVersion: extensions/v1beta1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }`,
      says: [/writes to claim db/],
    },
  },
  unknown: {
    "the number of replicas of a recreated one": {
      yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { replicas: <unknown>, strategy: { type: Recreate }, template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }] } } }`,
      field: "spec.replicas",
    },
  },
});
