import { poolAutoRepair } from "../../../policy/rules/pool-auto-repair";
import { ruleTest } from "../../support/rules";

ruleTest(poolAutoRepair, {
  valid: {
    "nothing said, which is the safe default": `
type: gcp:container/nodePool:NodePool
properties: { name: c }`,
  },
});
