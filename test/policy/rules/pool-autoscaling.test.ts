import { poolAutoscaling } from "../../../policy/rules/pool-autoscaling";
import { ruleTest } from "../../support/rules";

ruleTest(poolAutoscaling, {
  invalid: {
    "nothing said": {
      yaml: `
type: gcp:container/nodePool:NodePool
properties: { name: p }`,
      says: [/has no autoscaling$/],
    },
  },
});
