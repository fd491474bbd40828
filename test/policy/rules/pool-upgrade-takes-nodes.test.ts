import { poolUpgradeTakesNodes } from "../../../policy/rules/pool-upgrade-takes-nodes";
import { ruleTest } from "../../support/rules";

ruleTest(poolUpgradeTakesNodes, {
  valid: {
    "nothing said": `
type: gcp:container/nodePool:NodePool
properties: { name: p }`,
  },
});
