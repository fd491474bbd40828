import { defineRule, problem } from "./engine/rule";

/** Old ways into the API that nobody revokes. */
export const clusterLegacyAuthentication = defineRule({
  id: "cluster-legacy-authentication",
  severity: "high",
  title: "Nobody gets in by legacy authentication",
  why: "A client certificate cannot be revoked. Legacy ABAC gives every service account of the cluster wide rights.",
  remediation:
    "Set `enableLegacyAbac: false` and `masterAuth: { clientCertificateConfig: { issueClientCertificate: false } }`, which are the defaults.",
  effort: { time: "hours", why: "One field each, once nobody uses it any more." },
  outcome: "Access goes by Google identity and RBAC.",
  url: "https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster",
  frameworks: [
    { name: "CIS GKE Benchmark", version: "1.4.0", control: "5.8.2" },
    { name: "CIS GKE Benchmark", version: "1.4.0", control: "5.8.4" },
  ],
  example: {
    wrong: `
type: gcp:container/cluster:Cluster
properties: { enableLegacyAbac: true }`,
    right: `
type: gcp:container/cluster:Cluster
properties: { enableLegacyAbac: false }`,
  },
  kinds: ["Cluster"],
  scope: "object",
  *check(object) {
    const abac = object.at("enableLegacyAbac");
    const certificate = object.at("masterAuth.clientCertificateConfig.issueClientCertificate");
    if (abac.flag === true) {
      yield problem(abac, "has enableLegacyAbac true");
    }
    if (certificate.flag === true) {
      yield problem(certificate, "issues a client certificate");
    }
  },
});
