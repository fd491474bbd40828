import { poolContainerOptimizedOs } from "../../../policy/rules/pool-container-optimized-os";
import { ruleTest } from "../../support/rules";

ruleTest(poolContainerOptimizedOs, {
  valid: {
    "nothing said, which is the safe default": `
type: gcp:container/nodePool:NodePool
properties: { name: p }`,
  },
});
