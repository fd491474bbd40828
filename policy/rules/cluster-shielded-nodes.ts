import { defineRule, problem } from "./engine/rule";

/** Shielded nodes prove who they are before they join. */
export const clusterShieldedNodes = defineRule({
  id: "cluster-shielded-nodes",
  severity: "medium",
  title: "Nodes are shielded",
  why: "Without shielded nodes, who steals a node's bootstrap credentials can join a node of their own and read the Secrets of its pods.",
  remediation: "Set `enableShieldedNodes: true`, which is the default.",
  effort: { time: "minutes", why: "One field that may be changed in place; nodes are replaced one by one." },
  outcome: "Only real nodes join.",
  url: "https://cloud.google.com/kubernetes-engine/docs/how-to/shielded-gke-nodes",
  frameworks: [{ name: "CIS GKE Benchmark", version: "1.4.0", control: "5.5.5" }],
  example: {
    wrong: `
type: gcp:container/cluster:Cluster
properties: { enableShieldedNodes: false }`,
    right: `
type: gcp:container/cluster:Cluster
properties: { enableShieldedNodes: true }`,
  },
  kinds: ["Cluster"],
  scope: "object",
  *check(object) {
    const field = object.at("enableShieldedNodes");
    if (field.flag === false) {
      yield problem(field, "has enableShieldedNodes false");
    }
  },
});
