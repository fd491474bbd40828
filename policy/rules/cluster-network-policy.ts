import { isAutopilot } from "../graph/clusters";
import { defineRule, problem } from "./engine/rule";

/** Without something that enforces them, NetworkPolicies are text. */
export const clusterNetworkPolicy = defineRule({
  id: "cluster-network-policy",
  severity: "high",
  title: "A cluster enforces NetworkPolicies",
  why: "A cluster without Dataplane V2 or Calico accepts NetworkPolicies and ignores them.",
  remediation:
    "Set `datapathProvider: ADVANCED_DATAPATH` on a new cluster; on an existing one `networkPolicy: { enabled: true }`.",
  effort: { time: "days", why: "Dataplane V2 needs a new cluster; Calico on an existing one replaces the nodes." },
  outcome: "What NetworkPolicies say holds.",
  url: "https://cloud.google.com/kubernetes-engine/docs/concepts/dataplane-v2",
  frameworks: [{ name: "CIS GKE Benchmark", version: "1.4.0", control: "5.6.7" }],
  example: {
    wrong: `
type: gcp:container/cluster:Cluster
properties: { datapathProvider: LEGACY_DATAPATH }`,
    right: `
type: gcp:container/cluster:Cluster
properties: { datapathProvider: ADVANCED_DATAPATH }`,
  },
  kinds: ["Cluster"],
  scope: "object",
  *check(object) {
    const field = object.at("datapathProvider");
    const enforces = (): boolean =>
      object.at("networkPolicy.enabled").flag === true || field.text === "ADVANCED_DATAPATH" || isAutopilot(object);
    if (!enforces()) {
      yield problem(
        field,
        `enforces no NetworkPolicy (datapathProvider ${field.text ?? "not set"}, networkPolicy not enabled)`,
      );
    }
  },
});
