import { defineRule, problem } from "./engine/rule";

/** A node that is broken is replaced by Google, not by somebody who is called at night. */
export const poolAutoRepair = defineRule({
  id: "pool-auto-repair",
  severity: "high",
  title: "Broken nodes are replaced",
  why: "A node that stops answering keeps its pods, and their disks, until somebody deletes it.",
  remediation: "Set `management: { autoRepair: true, autoUpgrade: true }`.",
  effort: { time: "minutes", why: "One field that may be changed in place." },
  outcome: "A broken node is replaced within minutes.",
  url: "https://cloud.google.com/kubernetes-engine/docs/how-to/node-auto-repair",
  frameworks: [{ name: "CIS GKE Benchmark", version: "1.4.0", control: "5.5.2" }],
  example: {
    wrong: `
type: gcp:container/nodePool:NodePool
properties: { management: { autoRepair: false } }`,
    right: `
type: gcp:container/nodePool:NodePool
properties: { management: { autoRepair: true } }`,
  },
  kinds: ["NodePool"],
  scope: "object",
  *check(object) {
    const field = object.at("management.autoRepair");
    // The provider's default is true.
    if (field.flag === false) {
      yield problem(field, "has management.autoRepair false");
    }
  },
});
