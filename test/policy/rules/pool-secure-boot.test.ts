import { poolSecureBoot } from "../../../policy/rules/pool-secure-boot";
import { ruleTest } from "../../support/rules";

ruleTest(poolSecureBoot, {
  invalid: {
    "said so": {
      yaml: `
type: gcp:container/nodePool:NodePool
properties: { nodeConfig: { shieldedInstanceConfig: { enableSecureBoot: false } } }`,
      says: [/does not boot signed code only/],
    },
  },
});
