import { defineRule, problem } from "./engine/rule";

/** The old metadata server answers any request that a pod can be tricked into. */
export const poolLegacyEndpoints = defineRule({
  id: "pool-legacy-endpoints",
  severity: "high",
  title: "The legacy metadata endpoints are off",
  why: "The old endpoints answer without a header, so a server-side request forgery in any pod reads the node's token.",
  remediation: 'Leave the metadata key at `"disable-legacy-endpoints": "true"`, which GKE sets.',
  effort: { time: "minutes", why: "One key; nodes are replaced one by one." },
  outcome: "A tricked pod gets no token.",
  url: "https://cloud.google.com/kubernetes-engine/docs/how-to/protecting-cluster-metadata",
  example: {
    wrong: `
type: gcp:container/nodePool:NodePool
properties: { nodeConfig: { metadata: { disable-legacy-endpoints: "false" } } }`,
    right: `
type: gcp:container/nodePool:NodePool
properties: { nodeConfig: { metadata: { disable-legacy-endpoints: "true" } } }`,
  },
  kinds: ["NodePool"],
  scope: "object",
  *check(object) {
    const field = object.at("nodeConfig.metadata").of("disable-legacy-endpoints");
    if (field.flag === false) {
      yield problem(field, "has the legacy metadata endpoints on (nodeConfig.metadata.disable-legacy-endpoints)");
    }
  },
});
