import { clusterPrivateNodes } from "../../../policy/rules/cluster-private-nodes";
import { ruleTest } from "../../support/rules";

ruleTest(clusterPrivateNodes, {
  invalid: {
    "said so": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { privateClusterConfig: { enablePrivateNodes: false } }`,
      says: [/public addresses/],
    },
  },
});
