import { poolMetadataServer } from "../../../policy/rules/pool-metadata-server";
import { ruleTest } from "../../support/rules";

ruleTest(poolMetadataServer, {
  invalid: {
    "nothing said": {
      yaml: `
type: gcp:container/nodePool:NodePool
properties: { name: p }`,
      says: [/not set/],
    },
  },
});
