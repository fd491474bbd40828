import { singleZoneDisk } from "../../../policy/rules/single-zone-disk";
import { ruleTest } from "../../support/rules";

ruleTest(singleZoneDisk, {
  valid: {
    "pods that stay in one zone": `
type: gcp:container/cluster:Cluster
properties: { name: c, location: europe-west1 }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeLocations: [europe-west1-b, europe-west1-c] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: premium-rwo } }], template: { spec: { nodeSelector: { topology.kubernetes.io/zone: europe-west1-b } } } }`,
    "replicas held apart over zones, each with a disk in its own": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 3
  template: { metadata: { labels: { app: db } }, spec: { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule, labelSelector: { matchLabels: { app: db } } }] } }
  volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }]
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
volumeBindingMode: WaitForFirstConsumer
parameters: { type: pd-ssd }`,
    "replicas that keep off each other's zone": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 3
  template: { metadata: { labels: { app: db } }, spec: { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: topology.kubernetes.io/zone, labelSelector: { matchLabels: { app: db } } }] } } } }
  volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }]
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
volumeBindingMode: WaitForFirstConsumer
parameters: { type: pd-ssd }`,
    "several replicas on nodes of one zone": `
type: gcp:container/cluster:Cluster
properties: { name: c, location: europe-west1 }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeLocations: [europe-west1-b] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: { type: pd-ssd }`,
    "nodes of a zonal cluster": `
type: gcp:container/cluster:Cluster
properties: { name: c, location: europe-west1-b }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, name: p }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: { type: pd-ssd }`,
    "Hyperdisk in two zones": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: { type: hyperdisk-balanced-high-availability }`,
    "a class that is not a disk": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: filestore.csi.storage.gke.io`,
    "a class that nobody defines": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }`,
    "a pool in several zones that keeps the pods away": `
type: gcp:container/cluster:Cluster
properties: { name: c, location: europe-west1 }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, name: a, nodeLocations: [europe-west1-b, europe-west1-c], nodeConfig: { taints: [{ key: k, value: v, effect: NO_SCHEDULE }] } }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, name: b, nodeLocations: [europe-west1-b] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: { type: pd-ssd }`,
    "a pool that the pods do not ask for": `
type: gcp:container/cluster:Cluster
properties: { name: c, location: europe-west1 }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, name: a, nodeLocations: [europe-west1-b, europe-west1-c] }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, name: b, nodeLocations: [europe-west1-b], nodeConfig: { labels: { disk: fast } } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }], template: { spec: { nodeSelector: { disk: fast } } } }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: { type: pd-ssd }`,
    "the class of another cluster that GKE has too": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: standard } }] }`,
      context: { configuredClasses: new Set(["standard"]) },
    },
  },
  invalid: {
    "a spread over zones that their class does not have": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 3
  volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }]
  template:
    metadata: { labels: { app: db } }
    spec:
      priorityClassName: x
      topologySpreadConstraints: [{ maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule, labelSelector: { matchLabels: { app: db } } }]
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
volumeBindingMode: WaitForFirstConsumer
parameters: { type: pd-ssd }
allowedTopologies: [{ matchLabelExpressions: [{ key: topology.gke.io/zone, values: [europe-west1-b] }] }]`,
      says: [/runs 3 replicas on disks of class fast/],
    },
    "a spread over zones where they ask for one": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 3
  volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }]
  template:
    metadata: { labels: { app: db } }
    spec:
      nodeSelector: { topology.kubernetes.io/zone: europe-west1-b }
      topologySpreadConstraints: [{ maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule, labelSelector: { matchLabels: { app: db } } }]
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
volumeBindingMode: WaitForFirstConsumer
parameters: { type: pd-ssd }
`,
      says: [/runs 3 replicas on disks of class fast/],
    },
    "one replica, which nothing holds apart": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 1
  template: { metadata: { labels: { app: db } }, spec: { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule, labelSelector: { matchLabels: { app: db } } }] } }
  volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }]
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
volumeBindingMode: WaitForFirstConsumer
parameters: { type: pd-ssd }`,
      says: [/runs 1 replica on disks of class fast/],
    },
    "replicas that may all be in one zone": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 3
  template: { metadata: { labels: { app: db } }, spec: { topologySpreadConstraints: [{ maxSkew: 5, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule, labelSelector: { matchLabels: { app: db } } }] } }
  volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }]
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
volumeBindingMode: WaitForFirstConsumer
parameters: { type: pd-ssd }`,
      says: [/runs 3 replicas on disks of class fast/],
    },
    "one replica, where no pools are known": {
      yaml: `
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
      says: [/runs 1 replica on disks of class fast, which is pd-ssd in one zone/],
    },
    "replicas that are spread if it can be": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 3
  template: { metadata: { labels: { app: db } }, spec: { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: ScheduleAnyway, labelSelector: { matchLabels: { app: db } } }] } }
  volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }]
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
volumeBindingMode: WaitForFirstConsumer
parameters: { type: pd-ssd }`,
      says: [/runs 3 replicas on disks of class fast/],
    },
    "replicas that are spread against others": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 3
  template: { metadata: { labels: { app: db } }, spec: { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule, labelSelector: { matchLabels: { app: web } } }] } }
  volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }]
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
volumeBindingMode: WaitForFirstConsumer
parameters: { type: pd-ssd }`,
      says: [/runs 3 replicas on disks of class fast/],
    },
    "replicas that keep off each other's node": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 3
  template: { metadata: { labels: { app: db } }, spec: { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: kubernetes.io/hostname, labelSelector: { matchLabels: { app: db } } }] } } } }
  volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }]
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
volumeBindingMode: WaitForFirstConsumer
parameters: { type: pd-ssd }`,
      says: [/runs 3 replicas on disks of class fast/],
    },
    "replicas held apart whose disks are made before they are placed": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 3
  template: { metadata: { labels: { app: db } }, spec: { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule, labelSelector: { matchLabels: { app: db } } }] } }
  volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }]
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
volumeBindingMode: Immediate
parameters: { type: pd-ssd }`,
      says: [/runs 3 replicas on disks of class fast/],
    },
    "a claim that the pods name": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: c, location: europe-west1 }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeLocations: [europe-west1-b, europe-west1-c] }
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
      says: [/in 2 zones/],
    },
    "several replicas": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: { type: pd-ssd }`,
      says: [/runs 3 replicas on disks of class fast, which is pd-ssd in one zone/],
    },
    "no type, which is pd-standard": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io`,
      says: [/which is pd-standard in one zone/],
    },
    "a class of GKE": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: premium-rwo } }] }`,
      says: [/class premium-rwo, which is pd-ssd/],
    },
    "one replica on nodes of two zones": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: c, location: europe-west1 }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeLocations: [europe-west1-b, europe-west1-c] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io`,
      says: [/runs 1 replica in 2 zones/],
    },
    "nodes of a regional cluster, which are in three zones": {
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
provisioner: pd.csi.storage.gke.io`,
      says: [/runs 1 replica in 3 zones/],
    },
    "zones of the cluster": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: c, location: europe-west1, nodeLocations: [europe-west1-b, europe-west1-d] }
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
provisioner: pd.csi.storage.gke.io`,
      says: [/in 2 zones/],
    },
    "pools in different zones": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: c, location: europe-west1 }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, name: a, nodeLocations: [europe-west1-b] }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, name: b, nodeLocations: [europe-west1-c] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io`,
      says: [/in 2 zones/],
    },
    "the default class of GKE": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 2, volumeClaimTemplates: [{ metadata: { name: data }, spec: {} }] }`,
      says: [/class standard-rwo, which is pd-balanced/],
    },
    "a driver that is gone": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 2, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: kubernetes.io/gce-pd`,
      says: [/class fast/],
    },
  },
  unknown: {
    "the zones of the pool": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: c, location: europe-west1 }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeLocations: <unknown> }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io`,
      field: "nodeLocations",
    },
    "the parameters of the class": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: <unknown>`,
      field: "parameters",
    },
  },
});
