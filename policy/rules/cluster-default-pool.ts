import { isAutopilot } from "../graph/clusters";
import { defineRule, problem } from "./engine/rule";

/** Nodes that are part of the cluster resource cannot be changed without replacing the cluster. */
export const clusterDefaultPool = defineRule({
  id: "cluster-default-pool",
  severity: "medium",
  title: "Nodes are pools of their own",
  why: "The default pool lives inside the cluster resource: a changed machine type or label there replaces the whole cluster.",
  remediation: "Set `removeDefaultNodePool: true, initialNodeCount: 1` and make the pools with gcp.container.NodePool.",
  effort: { time: "hours", why: "A new pool, and the pods move to it." },
  outcome: "Pools come and go; the cluster stays.",
  url: "https://www.pulumi.com/registry/packages/gcp/api-docs/container/cluster/",
  example: {
    wrong: `
type: gcp:container/cluster:Cluster
properties: { initialNodeCount: 3 }`,
    right: `
type: gcp:container/cluster:Cluster
properties: { initialNodeCount: 1, removeDefaultNodePool: true }`,
  },
  kinds: ["Cluster"],
  scope: "object",
  *check(object) {
    const field = object.at("removeDefaultNodePool");
    if (field.flag !== true && !isAutopilot(object)) {
      yield problem(field, "keeps its default pool (removeDefaultNodePool is not true)");
    }
  },
});
