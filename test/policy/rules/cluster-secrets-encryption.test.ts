import { clusterSecretsEncryption } from "../../../policy/rules/cluster-secrets-encryption";
import { ruleTest } from "../../support/rules";

ruleTest(clusterSecretsEncryption, {
  valid: {
    "nothing said, where it is not asked for": `
type: gcp:container/cluster:Cluster
properties: { name: c }`,
  },
  invalid: {
    "nothing said, where it is asked for": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: c }`,
      says: [/not set/],
      config: { required: true },
    },
  },
});
