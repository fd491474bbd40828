import { someHolds } from "../graph/doubts";
import { defineRule, problem } from "./engine/rule";

/** Deleting a pool drains it, by default without asking the budgets. */
export const poolDrainIgnoresBudgets = defineRule({
  id: "pool-drain-ignores-budgets",
  severity: "medium",
  title: "Deleting a pool respects disruption budgets",
  why: "A pool that is replaced is deleted. By default its pods are then stopped together, whatever their budgets say.",
  remediation: "Set `nodeDrainConfigs: [{ respectPdbDuringNodePoolDeletion: true }]`.",
  effort: { time: "minutes", why: "One field that may be changed in place." },
  outcome: "Pods of a replaced pool move one by one.",
  url: "https://www.pulumi.com/registry/packages/gcp/api-docs/container/nodepool/",
  example: {
    wrong: `
type: gcp:container/nodePool:NodePool
properties: { name: stateful }`,
    right: `
type: gcp:container/nodePool:NodePool
properties: { nodeDrainConfigs: [{ respectPdbDuringNodePoolDeletion: true }] }`,
  },
  kinds: ["NodePool"],
  scope: "object",
  *check(object) {
    const configs = object.at("nodeDrainConfigs");
    if (!someHolds(configs.items, (config) => config.at("respectPdbDuringNodePoolDeletion").flag === true)) {
      yield problem(configs, "ignores disruption budgets when it is deleted (nodeDrainConfigs)");
    }
  },
});
