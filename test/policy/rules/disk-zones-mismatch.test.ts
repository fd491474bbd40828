import { diskZonesMismatch } from "../../../policy/rules/disk-zones-mismatch";
import { ruleTest } from "../../support/rules";

ruleTest(diskZonesMismatch, {
  valid: {
    "the same zones in another order": `
type: gcp:container/cluster:Cluster
properties: { name: c, location: europe-west1 }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeLocations: [europe-west1-c, europe-west1-b] }
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
parameters: { type: pd-ssd, replication-type: regional-pd }
allowedTopologies: [{ matchLabelExpressions: [{ key: topology.gke.io/zone, values: [europe-west1-b, europe-west1-c] }] }]`,
    "a zonal class, which another rule judges": `
type: gcp:container/cluster:Cluster
properties: { name: c, location: europe-west1 }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeLocations: [europe-west1-b] }
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
    "no pools": `
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
    "Autopilot, where Google has the nodes": `
type: gcp:container/cluster:Cluster
properties: { name: c, location: europe-west1, enableAutopilot: true }
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
  },
  invalid: {
    "zones left open": {
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
provisioner: pd.csi.storage.gke.io
parameters: { type: pd-ssd, replication-type: regional-pd }`,
      says: [/in europe-west1-b, europe-west1-c, with disks of class fast in zones that are left open/],
    },
    "three zones of nodes": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: c, location: europe-west1 }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeLocations: [europe-west1-b, europe-west1-c, europe-west1-d] }
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
parameters: { type: pd-ssd, replication-type: regional-pd }
allowedTopologies: [{ matchLabelExpressions: [{ key: topology.gke.io/zone, values: [europe-west1-b, europe-west1-c] }] }]`,
      says: [/europe-west1-b, europe-west1-c, europe-west1-d, with disks/],
    },
    "one zone of nodes": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: c, location: europe-west1 }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeLocations: [europe-west1-b] }
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
parameters: { type: pd-ssd, replication-type: regional-pd }
allowedTopologies: [{ matchLabelExpressions: [{ key: topology.gke.io/zone, values: [europe-west1-b, europe-west1-c] }] }]`,
      says: [/in europe-west1-b, with disks/],
    },
    "other zones": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: c, location: europe-west1 }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeLocations: [europe-west1-b, europe-west1-d] }
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
parameters: { type: pd-ssd, replication-type: regional-pd }
allowedTopologies: [{ matchLabelExpressions: [{ key: topology.gke.io/zone, values: [europe-west1-b, europe-west1-c] }] }]`,
      says: [/europe-west1-b, europe-west1-d, with disks of class fast in europe-west1-b, europe-west1-c/],
    },
    "zones that Google chooses": {
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
parameters: { type: pd-ssd, replication-type: regional-pd }
allowedTopologies: [{ matchLabelExpressions: [{ key: topology.gke.io/zone, values: [europe-west1-b, europe-west1-c] }] }]`,
      says: [/in 3 zones that Google chooses/],
    },
  },
});
