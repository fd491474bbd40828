import { poolLegacyEndpoints } from "../../../policy/rules/pool-legacy-endpoints";
import { ruleTest } from "../../support/rules";

ruleTest(poolLegacyEndpoints, {
  valid: {
    "nothing said, which is the safe default": `
type: gcp:container/nodePool:NodePool
properties: { name: c }`,
  },
});
