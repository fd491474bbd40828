import { diskMachineMismatch } from "../../../policy/rules/disk-machine-mismatch";
import { ruleTest } from "../../support/rules";

ruleTest(diskMachineMismatch, {
  valid: {
    "an Arm pool, whose taint keeps the pods away": `
type: gcp:container/cluster:Cluster
properties: { name: c, location: europe-west1 }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeConfig: { machineType: c4a-standard-4 } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: premium-rwo } }] }`,
    "Hyperdisk Throughput on n2": `
type: gcp:container/cluster:Cluster
properties: { name: c, location: europe-west1 }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeConfig: { machineType: n2-standard-8 } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: { type: hyperdisk-throughput }`,
    "Hyperdisk on a newer machine": `
type: gcp:container/cluster:Cluster
properties: { name: c }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeConfig: { machineType: n4-standard-4 } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: { type: hyperdisk-balanced }`,
    "a machine that nobody knows": `
type: gcp:container/cluster:Cluster
properties: { name: c }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeConfig: { machineType: z9-standard-4 } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: { type: pd-ssd }`,
    "a zonal Persistent Disk on the third generation": `
type: gcp:container/cluster:Cluster
properties: { name: c }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeConfig: { machineType: c3-standard-4 } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: { type: pd-ssd }`,
    "what GKE chooses": `
type: gcp:container/cluster:Cluster
properties: { name: c }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeConfig: { machineType: n4-standard-4 } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: { type: dynamic }`,
    "no pools": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: premium-rwo } }] }`,
    "a pool that keeps the pods away": `
type: gcp:container/cluster:Cluster
properties: { name: c }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeConfig: { machineType: n4-standard-4, taints: [{ key: a, value: b, effect: NO_SCHEDULE }] } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: premium-rwo } }] }`,
  },
  invalid: {
    "a claim that the pods name": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: c, location: europe-west1 }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeConfig: { machineType: n4-standard-4 } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: d } }] } } }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: d }
spec: { storageClassName: premium-rwo }`,
      says: [/uses pd-ssd disks of class premium-rwo/],
    },
    "pods that ask for Arm": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: c, location: europe-west1 }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeConfig: { machineType: c4a-standard-4 } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: premium-rwo } }], template: { spec: { nodeSelector: { kubernetes.io/arch: arm64 } } } }`,
      says: [/c4a-standard-4/],
    },
    "a custom machine": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: c, location: europe-west1 }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeConfig: { machineType: n4-custom-8-32768 } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: premium-rwo } }] }`,
      says: [/n4-custom/],
    },
    "a pool without its cluster": {
      yaml: `
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeConfig: { machineType: n4-standard-4 } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: premium-rwo } }] }`,
      says: [/n4-standard-4/],
    },
    "a label that GKE sets": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: c, location: europe-west1 }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeConfig: { machineType: n4-standard-4 } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: premium-rwo } }], template: { spec: { nodeSelector: { cloud.google.com/gke-os-distribution: cos } } } }`,
      says: [/n4-standard-4/],
    },
    "the machine that GKE takes by itself": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: c, location: europe-west1 }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, name: p }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: { type: hyperdisk-balanced }`,
      says: [/e2-medium/],
    },
    "Hyperdisk on an older machine": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: c }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeConfig: { machineType: e2-standard-4 } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: { type: hyperdisk-balanced }`,
      says: [
        /uses hyperdisk-balanced disks of class fast and may run on NodePool resource-1, whose machines \(e2-standard-4\)/,
      ],
    },
    "a regional Persistent Disk on the third generation": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: c }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeConfig: { machineType: c3-standard-4 } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: { type: pd-ssd, replication-type: regional-pd }`,
      says: [/c3-standard-4/],
    },
    "a pool whose taint is tolerated": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: c }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeConfig: { machineType: n4-standard-4, taints: [{ key: a, value: b, effect: NO_SCHEDULE }] } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: premium-rwo } }], template: { spec: { tolerations: [{ key: a, operator: Exists }] } } }`,
      says: [/n4-standard-4/],
    },
    "one of two pools": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: c }
---
type: gcp:container/nodePool:NodePool
properties: { name: a, cluster: c, nodeConfig: { machineType: n2-standard-4 } }
---
type: gcp:container/nodePool:NodePool
properties: { name: b, cluster: c, nodeConfig: { machineType: n4-standard-4 } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: premium-rwo } }] }`,
      says: [/NodePool b/],
    },
    "pods that ask for the pool by a node affinity": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: c }
---
type: gcp:container/nodePool:NodePool
properties: { name: b, cluster: c, nodeConfig: { machineType: n4-standard-4, labels: { disk: x } } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: premium-rwo } }], template: { spec: { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: disk, operator: In, values: [x, y] }] }] } } } } } }`,
      says: [/NodePool b/],
    },
  },
  unknown: {
    "the machine type": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: c }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeConfig: { machineType: <unknown> } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: premium-rwo } }] }`,
      field: "nodeConfig.machineType",
    },
  },
});
