import { coveredBy, mayHaveUnseenPods } from "../graph/budgets";
import { defineRule, problem } from "./engine/rule";

/** A budget whose selector matches no pods protects nothing, and nothing says so. */
export const budgetSelectsNothing = defineRule({
  id: "budget-selects-nothing",
  severity: "medium",
  title: "A disruption budget covers some pods",
  why: "A budget whose selector matches no pod looks like protection and is none. Kubernetes accepts it without a word.",
  remediation:
    "Copy the labels of the pod template into the selector: `selector: { matchLabels: { app: db } }`, in the pods' namespace.",
  effort: { time: "minutes", why: "One selector." },
  outcome: "The budget protects what it was written for.",
  url: "https://kubernetes.io/docs/tasks/run-application/configure-pdb/#specifying-a-poddisruptionbudget",
  example: {
    wrong: `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: dp } } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { metadata: { labels: { app: db } } } }`,
    right: `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: db } } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { metadata: { labels: { app: db } } } }`,
  },
  kinds: ["PodDisruptionBudget"],
  scope: "graph",
  *check(object, graph) {
    if (!mayHaveUnseenPods(object, graph) && coveredBy(object, graph).length === 0) {
      yield problem(object.at("spec.selector"), "selects no pods of any workload in its namespace");
    }
  },
});
