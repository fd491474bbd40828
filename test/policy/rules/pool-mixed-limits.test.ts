import { poolMixedLimits } from "../../../policy/rules/pool-mixed-limits";
import { ruleTest } from "../../support/rules";

ruleTest(poolMixedLimits, {
  valid: {
    totals: `
type: gcp:container/nodePool:NodePool
properties: { autoscaling: { totalMinNodeCount: 1, totalMaxNodeCount: 5 } }`,
  },
});
