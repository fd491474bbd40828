import { someHolds } from "../graph/doubts";
import { isSpot } from "../graph/nodes";
import { defineRule, problem } from "./engine/rule";

/** A Spot pool without a taint takes whatever the scheduler gives it, also databases. */
export const poolSpot = defineRule({
  id: "pool-spot",
  severity: "high",
  title: "Spot nodes keep stateful workloads away",
  why: "GKE puts no taint on Spot nodes. Pods with disks land there, and are stopped with 30 seconds' notice.",
  remediation:
    'Add `nodeConfig: { taints: [{ key: cloud.google.com/gke-spot, value: "true", effect: NO_SCHEDULE }] }`, and tolerate it where an interruption does no harm.',
  effort: { time: "hours", why: "A new pool with the taint, and the pods move." },
  outcome: "Only pods that ask for it run on Spot.",
  url: "https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms",
  example: {
    wrong: `
type: gcp:container/nodePool:NodePool
properties: { nodeConfig: { spot: true } }`,
    right: `
type: gcp:container/nodePool:NodePool
properties: { nodeConfig: { spot: true, taints: [{ key: cloud.google.com/gke-spot, value: "true", effect: NO_SCHEDULE }] } }`,
  },
  kinds: ["NodePool"],
  scope: "object",
  *check(object) {
    const taints = object.at("nodeConfig.taints");
    const keepsAway = (): boolean =>
      someHolds(taints.items, (taint) => /^NO_?(SCHEDULE|EXECUTE)$/i.test(taint.at("effect").text ?? ""));
    if (isSpot(object) && !keepsAway()) {
      yield problem(taints, "is Spot and has no taint that keeps stateful workloads away");
    }
  },
});
