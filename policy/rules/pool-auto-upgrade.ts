import { defineRule, problem } from "./engine/rule";

/** Nodes that are never upgraded end out of support, and are then upgraded without being asked. */
export const poolAutoUpgrade = defineRule({
  id: "pool-auto-upgrade",
  severity: "medium",
  title: "Nodes follow the control plane",
  why: "Nodes that are not upgraded fall out of support, miss security fixes, and are upgraded by Google at the end all the same.",
  remediation:
    "Set `management: { autoRepair: true, autoUpgrade: true }` and choose when: maintenance window and exclusions.",
  effort: { time: "minutes", why: "One field that may be changed in place." },
  outcome: "Nodes are at most two versions behind, and upgraded when you chose.",
  url: "https://cloud.google.com/kubernetes-engine/docs/how-to/node-auto-upgrades",
  frameworks: [{ name: "CIS GKE Benchmark", version: "1.4.0", control: "5.5.3" }],
  example: {
    wrong: `
type: gcp:container/nodePool:NodePool
properties: { management: { autoUpgrade: false } }`,
    right: `
type: gcp:container/nodePool:NodePool
properties: { management: { autoUpgrade: true } }`,
  },
  kinds: ["NodePool"],
  scope: "object",
  *check(object) {
    const field = object.at("management.autoUpgrade");
    // The provider's default is true.
    if (field.flag === false) {
      yield problem(field, "has management.autoUpgrade false");
    }
  },
});
