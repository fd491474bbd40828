import { defineRule, problem } from "./engine/rule";

/** Without the metadata server of GKE, pods read the node's credentials. */
export const poolMetadataServer = defineRule({
  id: "pool-metadata-server",
  severity: "high",
  title: "Pods do not see the credentials of the node",
  why: "Without GKE_METADATA every pod can ask the node's metadata server for the token of its service account.",
  remediation: "Set `nodeConfig: { workloadMetadataConfig: { mode: GKE_METADATA } }`.",
  effort: {
    time: "hours",
    why: "One field, nodes are replaced one by one; workloads that lived on the node's rights need their own.",
  },
  outcome: "A pod gets its own identity or none.",
  url: "https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity",
  frameworks: [{ name: "CIS GKE Benchmark", version: "1.4.0", control: "5.2.2" }],
  example: {
    wrong: `
type: gcp:container/nodePool:NodePool
properties: { nodeConfig: { workloadMetadataConfig: { mode: GCE_METADATA } } }`,
    right: `
type: gcp:container/nodePool:NodePool
properties: { nodeConfig: { workloadMetadataConfig: { mode: GKE_METADATA } } }`,
  },
  kinds: ["NodePool"],
  scope: "object",
  *check(object) {
    const field = object.at("nodeConfig.workloadMetadataConfig.mode");
    if (field.text !== "GKE_METADATA") {
      yield problem(field, `has workloadMetadataConfig.mode ${field.text ?? "not set"}; GKE_METADATA is asked for`);
    }
  },
});
