import { blocks, coveredBy, jobsCoveredBy, ruleOf, showRule } from "../graph/budgets";
import { podRange } from "../graph/scaling";
import { defineRule, problem } from "./engine/rule";
import { titlesOf } from "../graph/titles";
import type { BudgetRule } from "../facts/disruptions";
import type { ObjectGraph } from "../graph/graph";
import type { GraphObject } from "../graph/object";
import type { Outcome } from "./engine/rule";
import type { Patch } from "./engine/patch";

/** Enough pods that only a budget of zero lets none of them go. */
const MANY_PODS = 10_000;

/** A budget that never lets a pod go blocks node upgrades until GKE gives up waiting and takes the pod anyway. */
export const budgetBlocksDrain = defineRule({
  id: "budget-blocks-drain",
  severity: "high",
  title: "A disruption budget lets at least one pod go",
  why: "A drain waits for a budget that never yields. GKE waits up to an hour for each node and then takes the pod by force, so the budget costs time and protects nothing. Percentages round up in both fields: 51 % of 2 is 2. A budget without a bound lets none go, and so does one that asks for a share of pods which it cannot count.",
  remediation:
    "Set `maxUnavailable: 1` in the place of minAvailable. It lets one pod go whatever the number of replicas is, also when an autoscaler goes down to its minimum.",
  effort: { time: "minutes", why: "One field that may be changed in place." },
  outcome: "Upgrades pass, one pod at a time.",
  url: "https://kubernetes.io/docs/tasks/run-application/configure-pdb/#rounding-logic-when-specifying-percentages",
  frameworks: [{ name: "GKE Recommender", control: "PDB_UNPERMISSIVE" }],
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 2, template: { metadata: { labels: { app: db } } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { minAvailable: 51%, selector: { matchLabels: { app: db } } }`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 2, template: { metadata: { labels: { app: db } } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: db } } }`,
  },
  kinds: ["PodDisruptionBudget"],
  scope: "graph",
  *check(object, graph) {
    const rule = ruleOf(object);
    if (rule === undefined) {
      yield* unbounded(object);
      return;
    }
    const field = object.at("maxUnavailable" in rule ? "spec.maxUnavailable" : "spec.minAvailable");
    const always = "maxUnavailable" in rule ? blocks(rule, MANY_PODS) : rule.minAvailable === "100%";
    if (always) {
      yield problem(field, `says ${showRule(rule)}, which never lets a pod go`, () => oneAtATime(object));
      return;
    }
    yield* uncountable(object, rule, graph);
    // A drain leaves the pods of a DaemonSet where they are.
    const covered = coveredBy(object, graph).filter(({ kind }) => kind !== "DaemonSet");
    const pods = covered.reduce((sum, workload) => sum + podRange(workload, graph).min, 0);
    if (pods > 0 && blocks(rule, pods)) {
      const names = titlesOf(covered);
      yield problem(
        field,
        `says ${showRule(rule)} and covers ${String(pods)} at the least (${names}), so it lets none go`,
        () => oneAtATime(object),
      );
    }
  },
});

function* unbounded(budget: GraphObject): Iterable<Outcome> {
  if (!budget.at("spec.minAvailable").isSet && !budget.at("spec.maxUnavailable").isSet) {
    yield problem(budget.at("spec"), "has neither minAvailable nor maxUnavailable, and so lets no pod go", () =>
      oneAtATime(budget),
    );
  }
}

function* uncountable(budget: GraphObject, rule: BudgetRule, graph: ObjectGraph): Iterable<Outcome> {
  const jobs = needsScale(rule) ? jobsCoveredBy(budget, graph) : [];
  if (jobs.length > 0) {
    yield problem(
      budget.at("spec.selector"),
      `also selects the pods of ${titlesOf(jobs)}, which have no scale: while one exists, ${showRule(rule)} lets no pod go. Give the selector a label that only the service's pods have`,
    );
  }
}

/** Whether the disruption controller has to know how many pods there should be. Source: kubernetes, pkg/controller/disruption, getExpectedPodCount */
function needsScale(rule: BudgetRule): boolean {
  return "maxUnavailable" in rule || typeof rule.minAvailable === "string";
}

/** A budget says one thing or the other, so the old one goes. */
function oneAtATime(budget: GraphObject): Patch {
  const old = budget.at("spec.minAvailable");
  const edit = { field: budget.at("spec.maxUnavailable"), value: 1 };
  return { edits: old.isSet ? [edit, { field: old, value: undefined }] : [edit] };
}
