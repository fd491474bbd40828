import { defineRule, problem } from "./engine/rule";

/** A node that boots changed code sees every disk and Secret of its pods. */
export const poolSecureBoot = defineRule({
  id: "pool-secure-boot",
  severity: "high",
  title: "Nodes boot signed code only",
  why: "Without Secure Boot a changed boot loader or kernel module stays on the node and sees every disk and Secret of its pods.",
  remediation:
    "Set `nodeConfig: { shieldedInstanceConfig: { enableSecureBoot: true } }`. Pods that load unsigned kernel modules no longer start.",
  effort: { time: "minutes", why: "One field; nodes are replaced one by one." },
  outcome: "Only signed code boots.",
  url: "https://cloud.google.com/kubernetes-engine/docs/how-to/shielded-gke-nodes",
  frameworks: [{ name: "CIS GKE Benchmark", version: "1.4.0", control: "5.5.7" }],
  example: {
    wrong: `
type: gcp:container/nodePool:NodePool
properties: { nodeConfig: { machineType: e2-standard-4 } }`,
    right: `
type: gcp:container/nodePool:NodePool
properties: { nodeConfig: { shieldedInstanceConfig: { enableSecureBoot: true } } }`,
  },
  kinds: ["NodePool"],
  scope: "object",
  *check(object) {
    const field = object.at("nodeConfig.shieldedInstanceConfig.enableSecureBoot");
    if (field.flag !== true) {
      yield problem(field, "does not boot signed code only (nodeConfig.shieldedInstanceConfig.enableSecureBoot)");
    }
  },
});
