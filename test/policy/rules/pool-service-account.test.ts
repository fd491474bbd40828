import { poolServiceAccount } from "../../../policy/rules/pool-service-account";
import { ruleTest } from "../../support/rules";

ruleTest(poolServiceAccount, {
  valid: {
    "an account that the program makes": `
type: gcp:container/nodePool:NodePool
properties: { nodeConfig: { serviceAccount: <unknown> } }
options: { references: { nodeConfig: ["gcp:serviceaccount/account:Account::nodes"] } }
---
type: gcp:serviceaccount/account:Account
properties: { accountId: nodes }
options: { name: nodes }`,
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
  unknown: {
    "an account that comes from elsewhere": {
      yaml: `
type: gcp:container/nodePool:NodePool
properties: { nodeConfig: { serviceAccount: <unknown> } }`,
      field: "nodeConfig.serviceAccount",
    },
  },
});
