import { defineRule, problem } from "./engine/rule";

/** An upgrade that takes nodes away before it adds new ones leaves pods without a place. */
export const poolUpgradeTakesNodes = defineRule({
  id: "pool-upgrade-takes-nodes",
  severity: "medium",
  title: "An upgrade adds a node before it takes one",
  why: "With maxUnavailable above 0 an upgrade removes nodes first. Pods with disks then wait for a place in their own zones.",
  remediation: "Set `upgradeSettings: { maxSurge: 1, maxUnavailable: 0 }`.",
  effort: { time: "minutes", why: "One field that may be changed in place." },
  outcome: "There is always a node for the pods that move.",
  url: "https://cloud.google.com/kubernetes-engine/docs/concepts/node-pool-upgrade-strategies",
  example: {
    wrong: `
type: gcp:container/nodePool:NodePool
properties: { upgradeSettings: { maxSurge: 0, maxUnavailable: 1 } }`,
    right: `
type: gcp:container/nodePool:NodePool
properties: { upgradeSettings: { maxSurge: 1, maxUnavailable: 0 } }`,
  },
  kinds: ["NodePool"],
  scope: "object",
  *check(object) {
    const field = object.at("upgradeSettings.maxUnavailable");
    if ((field.number ?? 0) > 0) {
      yield problem(
        field,
        `has upgradeSettings.maxUnavailable ${String(field.number)}; 0 is asked for, with maxSurge 1`,
      );
    }
  },
});
