import { clusterShieldedNodes } from "../../../policy/rules/cluster-shielded-nodes";
import { ruleTest } from "../../support/rules";

ruleTest(clusterShieldedNodes, {
  valid: {
    "nothing said, which is the safe default": `
type: gcp:container/cluster:Cluster
properties: { name: c }`,
  },
});
