import { clusterDefaultPool } from "../../../policy/rules/cluster-default-pool";
import { ruleTest } from "../../support/rules";

ruleTest(clusterDefaultPool, {
  valid: {
    Autopilot: `
type: gcp:container/cluster:Cluster
properties: { enableAutopilot: true }`,
  },
});
