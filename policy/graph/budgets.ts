import { allowedDisruptions } from "../facts/disruptions";
import { groupOf, SERVICE_KINDS } from "./kinds";
import { isWorkload, podLabels } from "./pods";
import { meets } from "./search";
import { labelSelects, selectsEverything } from "./selectors";
import type { BudgetRule } from "../facts/disruptions";
import type { ObjectGraph, SelectorQuery } from "./graph";
import type { Kind } from "./kinds";
import type { GraphObject } from "./object";

/** Version in which an empty selector selects nothing; since policy/v1 it selects everything. */
const OLD_VERSION = "policy/v1beta1";

function budgetSelects(budget: GraphObject, object: GraphObject): boolean {
  const selector = budget.at("spec.selector");
  if (budget.facts.apiVersion === OLD_VERSION && selector.isSet && selectsEverything(selector)) {
    return false;
  }
  return labelSelects(selector, podLabels(object));
}

function budgetQuery(object: GraphObject): SelectorQuery {
  return { kind: "PodDisruptionBudget", labels: podLabels(object), path: "spec.selector.matchLabels" };
}

/** The budgets that cover a workload's pods; of files, the nearest ones. */
export function budgetsOf(object: GraphObject, graph: ObjectGraph): readonly GraphObject[] {
  return graph.selecting(object, budgetQuery(object), (budget) => budgetSelects(budget, object));
}

/** Whether any budget covers a workload's pods. */
export function hasBudget(object: GraphObject, graph: ObjectGraph): boolean {
  return graph.someSelecting(object, budgetQuery(object), (budget) => budgetSelects(budget, object));
}

/** The workloads whose pods a budget covers; of files, the nearest ones. */
export function coveredBy(budget: GraphObject, graph: ObjectGraph): readonly GraphObject[] {
  return graph.onceFor(budget, findCovered);
}

function findCovered(budget: GraphObject, graph: ObjectGraph): readonly GraphObject[] {
  return coveredOf(budget, SERVICE_KINDS, graph);
}

/** Kinds whose pods the disruption controller cannot count: they have no scale. DaemonSets have none either, and drains leave their pods. */
const WITHOUT_SCALE = ["CronJob", "Job"] as const satisfies readonly Kind[];

/** The Jobs and CronJobs whose pods a budget covers; of files, the nearest ones. */
export function jobsCoveredBy(budget: GraphObject, graph: ObjectGraph): readonly GraphObject[] {
  return coveredOf(budget, WITHOUT_SCALE, graph);
}

function coveredOf(budget: GraphObject, kinds: readonly Kind[], graph: ObjectGraph): readonly GraphObject[] {
  const selector = budget.at("spec.selector.matchLabels");
  return kinds
    .filter((kind) => graph.all(kind).length > 0)
    .flatMap((kind) =>
      graph.selectedBy(
        budget,
        { kind, selector, labelsOf: podLabels },
        (object) => isWorkload(object) && budgetSelects(budget, object),
      ),
    );
}

/** What a budget says, or undefined where it says nothing. */
export function ruleOf(budget: GraphObject): BudgetRule | undefined {
  const [maxUnavailable, minAvailable] = [budget.at("spec.maxUnavailable").known, budget.at("spec.minAvailable").known];
  if (typeof maxUnavailable === "number" || typeof maxUnavailable === "string") {
    return { maxUnavailable };
  }
  return typeof minAvailable === "number" || typeof minAvailable === "string" ? { minAvailable } : undefined;
}

/** `maxUnavailable 1`. */
export function showRule(rule: BudgetRule): string {
  return "maxUnavailable" in rule
    ? `maxUnavailable ${String(rule.maxUnavailable)}`
    : `minAvailable ${String(rule.minAvailable)}`;
}

/** Whether a budget lets no pod go, even while all are healthy. */
export function blocks(rule: BudgetRule, pods: number): boolean {
  return allowedDisruptions(rule, pods) === 0;
}

/** Kinds of those groups that do. */
const MAKES_PODS: readonly string[] = [
  "Alertmanager",
  "IstioOperator",
  "Prometheus",
  "PrometheusAgent",
  "ScaledJob",
  "ThanosRuler",
];

/** API groups of Kubernetes itself; anything else may be an operator's, which makes pods that nobody sees here. */
const OWN_GROUPS = /^$|^(?:apps|batch|policy|autoscaling|extensions)$|\.(?:x-)?k8s\.io$/;
/** Groups of well-known resources that make no pods of their own. */
const NO_PODS =
  /(?:^|\.)(?:cert-manager\.io|cilium\.io|cloud\.google\.com|external-secrets\.io|gatekeeper\.sh|gke\.io|istio\.io|keda\.sh|kyverno\.io|monitoring\.coreos\.com|monitoring\.googleapis\.com|snapscheduler\.backube|traefik\.io|velero\.io)$/;

function makesNoPods(group: string, kind: string): boolean {
  return OWN_GROUPS.test(group) || (NO_PODS.test(group) && !MAKES_PODS.includes(kind));
}

/** Resources of operators, by their cluster and namespace; those whose namespace is not known, by their cluster. */
const operators = (graph: ObjectGraph): ReadonlyMap<string, readonly GraphObject[]> =>
  Map.groupBy(
    graph.all("Other").filter(({ facts }) => !makesNoPods(groupOf(facts.apiVersion), facts.kindName)),
    (object) => placeOf(object, graph),
  );

function placeOf(object: GraphObject, graph: ObjectGraph): string {
  const namespace = graph.namespaceOf(object);
  return namespace === undefined ? object.facts.cluster : `${object.facts.cluster}\n${namespace}`;
}

/** Whether pods may come from something whose content cannot be seen: an operator's resource of the namespace, or a Helm release. */
export function mayHaveUnseenPods(object: GraphObject, graph: ObjectGraph): boolean {
  const all = graph.once(operators);
  const isUnplaced = graph.namespaceOf(object) === undefined;
  return (
    graph.near(object, "HelmRelease").length > 0 ||
    all.has(object.facts.cluster) ||
    (isUnplaced && all.size > 0) ||
    (all.get(placeOf(object, graph)) ?? []).some((other) => meets(object, other))
  );
}
