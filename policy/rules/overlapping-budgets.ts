import { budgetsOf, coveredBy } from "../graph/budgets";
import { SERVICE_KINDS } from "../graph/kinds";
import { isWorkload, podLabels } from "../graph/pods";
import { defineRule, problem } from "./engine/rule";
import { titlesOf } from "../graph/titles";
import type { ObjectGraph } from "../graph/graph";
import type { GraphObject } from "../graph/object";

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
  kinds: [...SERVICE_KINDS, "PodDisruptionBudget"],
  scope: "graph",
  *check(object, graph) {
    if (object.kind === "PodDisruptionBudget") {
      const others = coveredBy(object, graph).length === 0 ? sameSelector(object, graph) : [];
      if (others.length > 0) {
        yield problem(object.at("spec.selector"), `selects the same pods as ${titlesOf(others)}`);
      }
      return;
    }
    const budgets = isWorkload(object) ? budgetsOf(object, graph) : [];
    if (budgets.length > 1) {
      const names = titlesOf(budgets);
      yield problem(podLabels(object), `is covered by ${String(budgets.length)} budgets: ${names}`);
    }
  },
});

/** Other budgets of its namespace that select by the same labels: their pods need not be seen to tell that they are the same. */
function sameSelector(budget: GraphObject, graph: ObjectGraph): readonly GraphObject[] {
  const path = "spec.selector.matchLabels";
  const own = labelsOf(budget);
  return own === undefined
    ? []
    : graph.selecting(
        budget,
        { kind: "PodDisruptionBudget", labels: budget.at(path), path },
        (other) => other.name !== budget.name && labelsOf(other) === own,
      );
}

/** Labels of a selector that has nothing else, as text; undefined where it has, or has none. */
function labelsOf(budget: GraphObject): string | undefined {
  const selector = budget.at("spec.selector");
  const labels = selector.at("matchLabels");
  return selector.at("matchExpressions").isSet || labels.names.length === 0
    ? undefined
    : labels.names
        .toSorted()
        .map((name) => `${name}=${labels.textOf(name) ?? ""}`)
        .join();
}
