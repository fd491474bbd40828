import { someHolds } from "../graph/doubts";
import { poolsFor } from "../graph/nodes";
import { defineRule, problem } from "./engine/rule";

const SLOW = "pd-standard";

/** The boot disk holds images, logs and emptyDir volumes of every pod of the node. */
export const poolSlowDisk = defineRule({
  id: "pool-slow-disk",
  severity: "medium",
  title: "Nodes of stateful workloads boot from an SSD",
  why: "Images, logs and emptyDir volumes live on the boot disk. A pd-standard one is so slow that pods start late after a move, and probes fail while images are pulled.",
  remediation: "Set `nodeConfig: { diskType: pd-balanced }`, or pd-ssd; hyperdisk-balanced on newer machines.",
  effort: { time: "hours", why: "One field; the pool is replaced and pods move." },
  outcome: "Pods start in seconds after a move.",
  url: "https://cloud.google.com/kubernetes-engine/docs/how-to/custom-boot-disks",
  example: {
    wrong: `
type: gcp:container/nodePool:NodePool
properties: { nodeConfig: { diskType: pd-standard } }`,
    right: `
type: gcp:container/nodePool:NodePool
properties: { nodeConfig: { diskType: pd-balanced } }`,
  },
  kinds: ["NodePool"],
  scope: "graph",
  *check(object, graph) {
    const field = object.at("nodeConfig.diskType");
    if (field.text !== SLOW) {
      return;
    }
    const sets = graph.all("StatefulSet");
    if (sets.length === 0 || someHolds(sets, (set) => poolsFor(set, graph).includes(object))) {
      yield problem(field, `boots from ${SLOW}, and stateful workloads may run on it`);
    }
  },
});
