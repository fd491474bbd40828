import { isAutopilot } from "../graph/clusters";
import { defineRule, problem } from "./engine/rule";

/** Without it, every pod has the rights of the node. */
export const clusterWorkloadIdentity = defineRule({
  id: "cluster-workload-identity",
  severity: "high",
  title: "Pods have identities of their own in Google Cloud",
  why: "Without Workload Identity every pod can act as the node's service account, or keys are kept in Secrets where they leak.",
  remediation: 'Set `workloadIdentityConfig: { workloadPool: "<project>.svc.id.goog" }`.',
  effort: {
    time: "hours",
    why: "One field on the cluster, one on each pool, and a binding for each workload that uses Google's APIs.",
  },
  outcome: "A pod can do in Google Cloud what it was given, and nothing else.",
  url: "https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity",
  frameworks: [{ name: "CIS GKE Benchmark", version: "1.4.0", control: "5.2.2" }],
  example: {
    wrong: `
type: gcp:container/cluster:Cluster
properties: { name: c }`,
    right: `
type: gcp:container/cluster:Cluster
properties: { workloadIdentityConfig: { workloadPool: my-project.svc.id.goog } }`,
  },
  kinds: ["Cluster"],
  scope: "object",
  *check(object) {
    const field = object.at("workloadIdentityConfig.workloadPool");
    if (!field.isSet && !isAutopilot(object)) {
      yield problem(field, "has no Workload Identity (workloadIdentityConfig.workloadPool)");
    }
  },
});
