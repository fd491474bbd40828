import { poolDrainIgnoresBudgets } from "../../../policy/rules/pool-drain-ignores-budgets";
import { ruleTest } from "../../support/rules";

ruleTest(poolDrainIgnoresBudgets, {
  invalid: {
    "said so": {
      yaml: `
type: gcp:container/nodePool:NodePool
properties: { nodeDrainConfigs: [{ respectPdbDuringNodePoolDeletion: false }] }`,
      says: [/ignores disruption budgets/],
    },
  },
});
