import { defineRule, problem } from "./engine/rule";

/** Nodes with public addresses can be reached by everybody whom a firewall rule forgets. */
export const clusterPrivateNodes = defineRule({
  id: "cluster-private-nodes",
  severity: "high",
  title: "Nodes have no public addresses",
  why: "With a public address on every node, one wrong firewall rule or hostPort opens the database to the internet.",
  remediation: "Set `privateClusterConfig: { enablePrivateNodes: true }`, and a Cloud NAT for what the pods fetch.",
  effort: { time: "hours", why: "Node pools are replaced, and egress goes through a NAT." },
  outcome: "Nodes are reached through load balancers only.",
  url: "https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation",
  frameworks: [{ name: "CIS GKE Benchmark", version: "1.4.0", control: "5.6.5" }],
  example: {
    wrong: `
type: gcp:container/cluster:Cluster
properties: { name: c }`,
    right: `
type: gcp:container/cluster:Cluster
properties: { privateClusterConfig: { enablePrivateNodes: true } }`,
  },
  kinds: ["Cluster"],
  scope: "object",
  *check(object) {
    const field = object.at("privateClusterConfig.enablePrivateNodes");
    if (field.flag !== true) {
      yield problem(field, "gives its nodes public addresses (privateClusterConfig.enablePrivateNodes)");
    }
  },
});
