import { defineRule, problem } from "./engine/rule";

/** A pool of fixed size has no node for the pods of a lost one. */
export const poolAutoscaling = defineRule({
  id: "pool-autoscaling",
  severity: "medium",
  title: "A pool grows and shrinks",
  why: "With a fixed number of nodes, pods of a lost node or zone wait until it is back, and idle nodes are paid for.",
  remediation: "Set `autoscaling: { minNodeCount: 1, maxNodeCount: 5 }` and leave nodeCount out.",
  effort: { time: "minutes", why: "One field that may be changed in place." },
  outcome: "Pods that wait get a node.",
  url: "https://cloud.google.com/kubernetes-engine/docs/concepts/cluster-autoscaler",
  example: {
    wrong: `
type: gcp:container/nodePool:NodePool
properties: { nodeCount: 3 }`,
    right: `
type: gcp:container/nodePool:NodePool
properties: { autoscaling: { minNodeCount: 1, maxNodeCount: 5 } }`,
  },
  kinds: ["NodePool"],
  scope: "object",
  *check(object) {
    const field = object.at("autoscaling");
    if (!field.isSet) {
      const count = object.at("nodeCount");
      yield problem(field, `has no autoscaling${count.isSet ? ` and a fixed nodeCount of ${count.shown}` : ""}`);
    }
  },
});
