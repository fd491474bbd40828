import { defineRule, problem } from "./engine/rule";

/** The smallest image has the fewest holes. */
export const poolContainerOptimizedOs = defineRule({
  id: "pool-container-optimized-os",
  severity: "medium",
  title: "Nodes run Container-Optimized OS",
  why: "Other images carry a package manager and services that nobody patches on a node.",
  remediation: "Set `nodeConfig: { imageType: COS_CONTAINERD }`, which is the default.",
  effort: { time: "minutes", why: "One field; nodes are replaced one by one." },
  outcome: "Nodes have a read-only root and update as a whole.",
  url: "https://cloud.google.com/kubernetes-engine/docs/concepts/node-images",
  frameworks: [{ name: "CIS GKE Benchmark", version: "1.4.0", control: "5.5.1" }],
  example: {
    wrong: `
type: gcp:container/nodePool:NodePool
properties: { nodeConfig: { imageType: UBUNTU_CONTAINERD } }`,
    right: `
type: gcp:container/nodePool:NodePool
properties: { nodeConfig: { imageType: COS_CONTAINERD } }`,
  },
  kinds: ["NodePool"],
  scope: "object",
  *check(object) {
    const field = object.at("nodeConfig.imageType");
    if (field.isSet && !/^cos/i.test(field.text ?? "")) {
      yield problem(field, `runs image ${field.text ?? ""}; COS_CONTAINERD is asked for`);
    }
  },
});
