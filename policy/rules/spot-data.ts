import { PREEMPTIBLE_LABEL, PROVISIONING_LABEL, SPOT_LABEL } from "../facts/node-labels";
import { someHolds } from "../graph/doubts";
import { isSpot, nodeTerms, poolsFor } from "../graph/nodes";
import { podSpec } from "../graph/pods";
import { keptVolumes } from "../graph/volumes";
import { defineRule, problem } from "./engine/rule";
import { titlesOf } from "../graph/titles";
import type { Field } from "../graph/object";

/** Labels by which a pod asks for Spot nodes. */
const SPOT_LABELS: Readonly<Record<string, string>> = {
  [SPOT_LABEL]: "true",
  [PREEMPTIBLE_LABEL]: "true",
  [PROVISIONING_LABEL]: "spot",
};

/** Google takes Spot nodes back with 30 seconds' notice, several at once. */
export const spotData = defineRule({
  id: "spot-data",
  severity: "high",
  title: "Pods with disks do not run on Spot nodes",
  why: "Google takes Spot nodes back at any time with about 30 seconds' notice, in a busy zone many at once, and no budget is asked. Disks are detached by force, and there may be no other node to go to.",
  remediation:
    "Keep the workload off Spot pools: a pool of its own with a taint, and `nodeSelector` and `tolerations` for it; remove cloud.google.com/gke-spot from the nodeSelector.",
  effort: { time: "hours", why: "A pool without Spot, and one rollout to it." },
  outcome: "Pods move when you drain a node, within budgets, and not when Google needs it.",
  url: "https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms",
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  template: { spec: { nodeSelector: { cloud.google.com/gke-spot: "true" } } }
  volumeClaimTemplates: [{ metadata: { name: data }, spec: {} }]`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  template: { spec: { nodeSelector: { pool: stateful } } }
  volumeClaimTemplates: [{ metadata: { name: data }, spec: {} }]`,
  },
  kinds: ["StatefulSet", "Deployment"],
  scope: "graph",
  *check(object, graph) {
    if (keptVolumes(object).length === 0) {
      return;
    }
    const selector = podSpec(object).at("nodeSelector");
    const asked = Object.entries(SPOT_LABELS).find(([key, value]) => selector.of(key).text === value);
    if (asked !== undefined) {
      yield problem(selector.of(asked[0]), `asks for Spot nodes by nodeSelector ${asked[0]}`);
      return;
    }
    const term = nodeTerms(podSpec(object)).find(asksForSpot);
    if (term !== undefined) {
      yield problem(term, "asks for Spot nodes by a node affinity");
      return;
    }
    const pools = poolsFor(object, graph).filter(isSpot);
    if (pools.length > 0) {
      yield problem(selector, `may run on ${titlesOf(pools)}, which ${pools.length > 1 ? "are" : "is"} Spot`);
    }
  },
});

function asksForSpot(term: Field): boolean {
  return someHolds(
    term.at("matchExpressions").items,
    (one) =>
      Object.hasOwn(SPOT_LABELS, one.at("key").text ?? "") &&
      (one.at("operator").text === "Exists" ||
        (one.at("operator").text === "In" &&
          one.at("values").texts.includes(SPOT_LABELS[one.at("key").text ?? ""] ?? ""))),
  );
}
