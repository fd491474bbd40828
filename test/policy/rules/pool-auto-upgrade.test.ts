import { poolAutoUpgrade } from "../../../policy/rules/pool-auto-upgrade";
import { ruleTest } from "../../support/rules";

ruleTest(poolAutoUpgrade, {
  valid: {
    "nothing said, which is the safe default": `
type: gcp:container/nodePool:NodePool
properties: { name: c }`,
  },
});
