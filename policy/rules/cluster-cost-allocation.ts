import { defineRule, problem } from "./engine/rule";

/** Without it nobody can say what a namespace costs, and it is not filled in later. */
export const clusterCostAllocation = defineRule({
  id: "cluster-cost-allocation",
  severity: "low",
  title: "The bill says what each namespace costs",
  why: "Cost allocation starts on the day it is switched on. Questions about the months before have no answer.",
  remediation: "Set `costManagementConfig: { enabled: true }`.",
  effort: { time: "minutes", why: "One field that may be changed in place." },
  outcome: "The bill can be split by namespace and workload.",
  url: "https://cloud.google.com/kubernetes-engine/docs/how-to/cost-allocations",
  example: {
    wrong: `
type: gcp:container/cluster:Cluster
properties: { name: c }`,
    right: `
type: gcp:container/cluster:Cluster
properties: { costManagementConfig: { enabled: true } }`,
  },
  kinds: ["Cluster"],
  scope: "object",
  *check(object) {
    const field = object.at("costManagementConfig.enabled");
    if (field.flag !== true) {
      yield problem(field, "does not allocate costs (costManagementConfig.enabled)");
    }
  },
});
