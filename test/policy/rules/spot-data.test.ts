import { spotData } from "../../../policy/rules/spot-data";
import { ruleTest } from "../../support/rules";

ruleTest(spotData, {
  valid: {
    "no disks": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: web }], nodeSelector: { cloud.google.com/gke-spot: "true" } } } }`,
    "a Spot pool with a taint": `
type: gcp:container/cluster:Cluster
properties: { name: c }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeConfig: { spot: true, taints: [{ key: s, value: t, effect: NO_SCHEDULE }] } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }`,
  },
  invalid: {
    "a node affinity": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: premium-rwo } }], template: { spec: { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: cloud.google.com/gke-spot, operator: In, values: ["true"] }] }] } } } } } }`,
      says: [/by a node affinity/],
    },
    "preemptible nodes that the pods take for others": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: c, location: europe-west1 }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, name: cheap, nodeConfig: { preemptible: true } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: premium-rwo } }], template: { spec: { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: cloud.google.com/gke-spot, operator: DoesNotExist }] }] } } } } } }`,
      says: [/NodePool cheap/],
    },
    "the other label": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }], template: { spec: { nodeSelector: { cloud.google.com/gke-provisioning: spot } } } }`,
      says: [/gke-provisioning/],
    },
    "a Spot pool without a taint": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: c }
---
type: gcp:container/nodePool:NodePool
properties: { name: cheap, cluster: c, nodeConfig: { spot: true } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }`,
      says: [/may run on NodePool cheap, which is Spot/],
    },
    "preemptible nodes": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: c }
---
type: gcp:container/nodePool:NodePool
properties: { name: cheap, cluster: c, nodeConfig: { preemptible: true } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }`,
      says: [/NodePool cheap/],
    },
  },
});
