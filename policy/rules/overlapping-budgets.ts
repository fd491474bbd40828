import { budgetsOf } from "../graph/budgets";
import { SERVICE_KINDS } from "../graph/kinds";
import { podLabels } from "../graph/pods";
import { defineRule, problem } from "./engine/rule";
import { titlesOf } from "../graph/titles";

/** The eviction API refuses a pod that two budgets cover, whatever they say. */
export const overlappingBudgets = defineRule({
  id: "overlapping-budgets",
  severity: "high",
  title: "A pod is covered by one disruption budget",
  why: "The eviction API answers with an error when more than one budget covers a pod. Drains stop there, whatever the budgets say.",
  remediation:
    "Keep one of the budgets, or make their selectors differ: `selector: { matchLabels: { app: db } }` for one workload each.",
  effort: { time: "minutes", why: "One object goes, or one selector is made narrower." },
  outcome: "Drains pass again.",
  url: "https://kubernetes.io/docs/concepts/workloads/pods/disruptions/",
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { metadata: { labels: { app: db, tier: data } } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: db } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: data }
spec: { maxUnavailable: 1, selector: { matchLabels: { tier: data } } }`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { metadata: { labels: { app: db, tier: data } } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: db } } }`,
  },
  kinds: SERVICE_KINDS,
  scope: "graph",
  skipsOwned: true,
  *check(object, graph) {
    const budgets = budgetsOf(object, graph);
    if (budgets.length > 1) {
      const names = titlesOf(budgets);
      yield problem(podLabels(object), `is covered by ${String(budgets.length)} budgets: ${names}`);
    }
  },
});
