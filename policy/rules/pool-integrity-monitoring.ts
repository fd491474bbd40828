import { defineRule, problem } from "./engine/rule";

/** A node whose boot changed should say so. */
export const poolIntegrityMonitoring = defineRule({
  id: "pool-integrity-monitoring",
  severity: "medium",
  title: "A changed boot is noticed",
  why: "Integrity monitoring compares each boot with a known one. Without it a changed node looks like any other.",
  remediation: "Leave `nodeConfig.shieldedInstanceConfig.enableIntegrityMonitoring` at true, which is the default.",
  effort: { time: "minutes", why: "One field; nodes are replaced one by one." },
  outcome: "A changed node raises an alert.",
  url: "https://cloud.google.com/kubernetes-engine/docs/how-to/shielded-gke-nodes",
  frameworks: [{ name: "CIS GKE Benchmark", version: "1.4.0", control: "5.5.6" }],
  example: {
    wrong: `
type: gcp:container/nodePool:NodePool
properties: { nodeConfig: { shieldedInstanceConfig: { enableIntegrityMonitoring: false } } }`,
    right: `
type: gcp:container/nodePool:NodePool
properties: { nodeConfig: { shieldedInstanceConfig: { enableIntegrityMonitoring: true } } }`,
  },
  kinds: ["NodePool"],
  scope: "object",
  *check(object) {
    const field = object.at("nodeConfig.shieldedInstanceConfig.enableIntegrityMonitoring");
    if (field.flag === false) {
      yield problem(field, "has integrity monitoring switched off (nodeConfig.shieldedInstanceConfig)");
    }
  },
});
