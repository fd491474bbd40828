import { poolReadOnlyPort } from "../../../policy/rules/pool-read-only-port";
import { ruleTest } from "../../support/rules";

ruleTest(poolReadOnlyPort, {
  valid: {
    "a cluster that closes it for all pools": `
type: gcp:container/cluster:Cluster
properties: { name: c, nodePoolDefaults: { nodeConfigDefaults: { insecureKubeletReadonlyPortEnabled: "FALSE" } } }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, name: p }`,
  },
  invalid: {
    "nothing said": {
      yaml: `
type: gcp:container/nodePool:NodePool
properties: { name: p }`,
      says: [/not set/],
    },
  },
});
