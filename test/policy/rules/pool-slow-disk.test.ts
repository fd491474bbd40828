import { poolSlowDisk } from "../../../policy/rules/pool-slow-disk";
import { ruleTest } from "../../support/rules";

ruleTest(poolSlowDisk, {
  valid: {
    "a pool that stateful workloads do not use": `
type: gcp:container/cluster:Cluster
properties: { name: c, location: europe-west1 }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, name: a, nodeConfig: { diskType: pd-standard, taints: [{ key: k, value: v, effect: NO_SCHEDULE }] } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }`,
  },
  invalid: {
    "a pool that they use": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: c, location: europe-west1 }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, name: a, nodeConfig: { diskType: pd-standard } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }`,
      says: [/boots from pd-standard/],
    },
  },
});
