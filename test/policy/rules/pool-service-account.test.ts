import { poolServiceAccount } from "../../../policy/rules/pool-service-account";
import { ruleTest } from "../../support/rules";

ruleTest(poolServiceAccount, {
  valid: {
    "an account that the program makes": `
type: gcp:container/nodePool:NodePool
properties: { nodeConfig: { serviceAccount: <unknown> } }`,
  },
  invalid: {
    "nothing said": {
      yaml: `
type: gcp:container/nodePool:NodePool
properties: { name: p }`,
      says: [/the Compute Engine default account/],
    },
    "the default account by its address": {
      yaml: `
type: gcp:container/nodePool:NodePool
properties: { nodeConfig: { serviceAccount: 123-compute@developer.gserviceaccount.com } }`,
      says: [/123-compute@/],
    },
  },
  unknownPasses: /serviceAccount/,
});
