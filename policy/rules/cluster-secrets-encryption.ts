import { defineRule, problem } from "./engine/rule";

/** Secrets are encrypted by Google in any case; a key of one's own is for those who must be able to take it away. */
export const clusterSecretsEncryption = defineRule({
  id: "cluster-secrets-encryption",
  severity: "medium",
  title: "Secrets are encrypted with a key of your own, where that is asked for",
  why: "Google encrypts the cluster's database with its own keys. Some standards ask for a key that you can revoke.",
  remediation: "Set `databaseEncryption: { state: ENCRYPTED, keyName: <Cloud KMS key> }`.",
  effort: { time: "hours", why: "A key, a binding for Google's service agent, and one update." },
  outcome: "Without the key nobody reads the Secrets.",
  url: "https://cloud.google.com/kubernetes-engine/docs/how-to/encrypting-secrets",
  frameworks: [{ name: "CIS GKE Benchmark", version: "1.4.0", control: "5.3.1" }],
  example: {
    wrong: `
type: gcp:container/cluster:Cluster
properties: { databaseEncryption: { state: DECRYPTED } }`,
    right: `
type: gcp:container/cluster:Cluster
properties: { databaseEncryption: { state: ENCRYPTED, keyName: projects/p/locations/l/keyRings/r/cryptoKeys/k } }`,
  },
  kinds: ["Cluster"],
  scope: "object",
  settings: {
    required: { type: "boolean", default: false, description: "Ask for it also where the cluster says nothing." },
  },
  *check(object, _graph, { required }) {
    const field = object.at("databaseEncryption.state");
    if (required ? field.text !== "ENCRYPTED" : field.text === "DECRYPTED") {
      yield problem(field, `has databaseEncryption.state ${field.text ?? "not set"}`);
    }
  },
});
