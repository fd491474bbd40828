import { clusterLegacyAuthentication } from "../../../policy/rules/cluster-legacy-authentication";
import { ruleTest } from "../../support/rules";

ruleTest(clusterLegacyAuthentication, {
  invalid: {
    "a certificate": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { masterAuth: { clientCertificateConfig: { issueClientCertificate: true } } }`,
      says: [/issues a client certificate/],
    },
  },
});
