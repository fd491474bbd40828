import { spotData } from "../../../policy/rules/spot-data";
import { ruleTest } from "../../support/rules";

ruleTest(spotData, {
  valid: {
    "a Spot pool in a zone where the pods do not run": `
type: gcp:container/cluster:Cluster
properties: { name: c, location: europe-west1 }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeLocations: [europe-west1-d], nodeConfig: { spot: true } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: {} }], template: { spec: { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: topology.kubernetes.io/zone, operator: In, values: [europe-west1-b, europe-west1-c] }] }] } } } } } }`,
    "a Spot pool without the label of the system that another pool sets": `
type: gcp:container/cluster:Cluster
properties: { name: c, location: europe-west1 }
---
type: gcp:container/nodePool:NodePool
properties: { name: batch, cluster: c, nodeConfig: { spot: true } }
---
type: gcp:container/nodePool:NodePool
properties: { name: db, cluster: c, nodeConfig: { labels: { cloud.google.com/compute-class: db } } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: {} }], template: { spec: { nodeSelector: { cloud.google.com/compute-class: db } } } }`,
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
    "the Spot pool of the second of two clusters of one name": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: prod, location: europe-west1 }
options: { name: eu }
---
type: gcp:container/cluster:Cluster
properties: { name: prod, location: us-east1 }
options: { name: us }
---
type: gcp:container/nodePool:NodePool
properties: { name: cheap, cluster: prod, location: us-east1, nodeConfig: { spot: true } }
options: { references: { cluster: ["gcp:container/cluster:Cluster::us"] } }
---
type: pulumi:providers:kubernetes
properties: {}
options: { name: k, dependencies: ["gcp:container/cluster:Cluster::us"] }
---
type: kubernetes:apps/v1:StatefulSet
properties: { metadata: { name: db }, spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: {} }] } }
options: { provider: { urn: "urn:pulumi:test::test::pulumi:providers:kubernetes::k", inputs: {} } }`,
      says: [/NodePool cheap/],
    },
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
