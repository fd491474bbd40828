import { diskMachineMismatch } from "../../../policy/rules/disk-machine-mismatch";
import { ruleTest } from "../../support/rules";

ruleTest(diskMachineMismatch, {
  valid: {
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
