import { poolReadOnlyPort } from "../../../policy/rules/pool-read-only-port";
import { ruleTest } from "../../support/rules";

ruleTest(poolReadOnlyPort, {
  invalid: {
    "nothing said": {
      yaml: `
type: gcp:container/nodePool:NodePool
properties: { name: p }`,
      says: [/not set/],
    },
  },
});
