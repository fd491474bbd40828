import { clusterOfPool } from "../graph/clusters";
import { defineRule, problem } from "./engine/rule";

/** What a cluster says for pools that say nothing. */
const CLUSTER_DEFAULT = "nodePoolDefaults.nodeConfigDefaults.insecureKubeletReadonlyPortEnabled";

/** The kubelet's read-only port tells everybody in the network what runs on the node. */
export const poolReadOnlyPort = defineRule({
  id: "pool-read-only-port",
  severity: "medium",
  title: "The read-only port of the kubelet is closed",
  why: "Port 10255 answers without authentication: names, images and variables of all pods of the node.",
  remediation: 'Set `nodeConfig: { kubeletConfig: { insecureKubeletReadonlyPortEnabled: "FALSE" } }`.',
  effort: { time: "minutes", why: "One field; nodes are replaced one by one." },
  outcome: "The kubelet answers only who is authenticated.",
  url: "https://cloud.google.com/kubernetes-engine/docs/how-to/disable-kubelet-readonly-port",
  example: {
    wrong: `
type: gcp:container/nodePool:NodePool
properties: { nodeConfig: { kubeletConfig: { insecureKubeletReadonlyPortEnabled: "TRUE" } } }`,
    right: `
type: gcp:container/nodePool:NodePool
properties: { nodeConfig: { kubeletConfig: { insecureKubeletReadonlyPortEnabled: "FALSE" } } }`,
  },
  kinds: ["NodePool"],
  scope: "graph",
  *check(object, graph) {
    const field = object.at("nodeConfig.kubeletConfig.insecureKubeletReadonlyPortEnabled");
    const cluster = field.isSet ? undefined : clusterOfPool(object, graph);
    if ((field.flag ?? cluster?.at(CLUSTER_DEFAULT).flag) !== false) {
      yield problem(field, `has the kubelet's read-only port open (insecureKubeletReadonlyPortEnabled ${field.shown})`);
    }
  },
});
