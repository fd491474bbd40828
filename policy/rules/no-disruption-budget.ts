import { hasBudget } from "../graph/budgets";
import { podLabels, podSelector } from "../graph/pods";
import { podRange, showPods } from "../graph/scaling";
import { isWritten, keptVolumes } from "../graph/volumes";
import { adding } from "./engine/patch";
import { defineRule, problem } from "./engine/rule";

/** Without a budget, a node upgrade may stop all replicas at once. */
export const noDisruptionBudget = defineRule({
  id: "no-disruption-budget",
  severity: "high",
  title: "Several replicas that keep data have a disruption budget",
  why: "Node upgrades and scale-downs drain nodes one after another without asking. Only a budget makes them wait until the last pod is back.",
  remediation:
    "Add a PodDisruptionBudget to the same namespace: `spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: AlwaysAllow, selector: { matchLabels: <the pods' labels> } }`.",
  effort: { time: "minutes", why: "One small object." },
  outcome: "A drain takes one pod at a time and waits for it to come back.",
  url: "https://kubernetes.io/docs/tasks/run-application/configure-pdb/",
  frameworks: [{ name: "GKE Recommender", control: "PDB_UNPROTECTED_STATEFULSET" }],
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { metadata: { labels: { app: db } } } }`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { metadata: { labels: { app: db } } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: db } } }`,
  },
  kinds: ["StatefulSet", "Deployment"],
  scope: "graph",
  *check(object, graph) {
    const isAsked = object.kind === "StatefulSet" || keptVolumes(object).some(isWritten);
    const range = podRange(object, graph);
    if (isAsked && range.max > 1 && !hasBudget(object, graph)) {
      const says = `has ${showPods(range)}, and no PodDisruptionBudget selects its pods`;
      const spec = {
        maxUnavailable: 1,
        unhealthyPodEvictionPolicy: "AlwaysAllow",
        selector: { matchLabels: podSelector(object) },
      };
      const budget = { apiVersion: "policy/v1", kind: "PodDisruptionBudget", name: object.name ?? "", spec };
      yield problem(podLabels(object), says, adding(object, budget));
    }
  },
});
