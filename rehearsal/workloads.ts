import { allowedDisruptions } from "../policy/facts/disruptions";
import { mapAt, mapsAt, numberAt, textAt, valueAt } from "../policy/graph/value";
import { RehearsalError } from "./rehearsal-error";
import { selects } from "./selectors";
import type { BudgetRule } from "../policy/facts/disruptions";
import type { Manifest } from "../plan/manifests";
import type { ApiObject } from "./api";
import type { Labels } from "./selectors";
import type { ValueMap } from "../policy/graph/value";

/** A StatefulSet that is rehearsed. */
export interface Workload {
  readonly namespace: string;
  readonly name: string;
  /** Labels that select its pods. */
  readonly labels: Readonly<Record<string, string>>;
  /** Labels that its pods have. */
  readonly podLabels: Labels;
  /** Number of pods that it should have. */
  readonly replicas: number;
  /** Seconds that a pod has to be ready before the set goes on. */
  readonly minReadySeconds: number;
  /** Whether a release waits until somebody deletes pods (OnDelete). */
  readonly isUpdatedByHand: boolean;
  /** Lowest ordinal that a release reaches. */
  readonly partition: number;
  /** Names of its claim templates. */
  readonly claimTemplates: readonly string[];
  /** Storage classes of its claims. */
  readonly classes: readonly string[];
  /** Pods that are enough: those that its budget keeps, or all but one without a budget. */
  readonly least: number;
}

/** The workloads of a stack, or those of some names. Errors: RehearsalError where there is none, or none of a name. */
export function workloadsOf(manifests: readonly Manifest[], only?: readonly string[]): readonly Workload[] {
  const all = manifests
    .filter(({ object }) => object["kind"] === "StatefulSet")
    .map(({ object }) => workloadOf(object, manifests));
  if (all.length === 0) {
    throw new RehearsalError("The stack has no StatefulSet, so there is nothing to rehearse.");
  }
  const missing = only?.find((name) => !all.some((workload) => workload.name === name));
  if (missing !== undefined) {
    throw new RehearsalError(
      `The stack has no workload ${missing}; it has ${all.map(({ name }) => name).join(", ")}. Name one of them, or none for all.`,
    );
  }
  return only === undefined ? all : all.filter(({ name }) => only.includes(name));
}

function workloadOf(set: Manifest["object"], manifests: readonly Manifest[]): Workload {
  const [metadata, spec] = [mapAt(set, "metadata"), mapAt(set, "spec")];
  const replicas = numberAt(spec, "replicas") ?? 1;
  const namespace = textAt(metadata, "namespace");
  const podLabels = mapAt(mapAt(mapAt(spec, "template"), "metadata"), "labels");
  const templates = mapsAt(spec, "volumeClaimTemplates");
  const strategy = mapAt(spec, "updateStrategy");
  return {
    name: textAt(metadata, "name"),
    namespace,
    labels: mapAt(mapAt(spec, "selector"), "matchLabels") as Readonly<Record<string, string>>,
    podLabels,
    replicas,
    minReadySeconds: numberAt(spec, "minReadySeconds") ?? 0,
    isUpdatedByHand: valueAt(strategy, "type") === "OnDelete",
    partition: numberAt(mapAt(strategy, "rollingUpdate"), "partition") ?? 0,
    claimTemplates: templates.map((template) => textAt(mapAt(template, "metadata"), "name")),
    classes: templates.map((template) => textAt(mapAt(template, "spec"), "storageClassName")),
    least: leastOf(budgetsOf(manifests, namespace, podLabels), replicas),
  };
}

/** Budgets that select pods with labels. */
function budgetsOf(manifests: readonly Manifest[], namespace: string, labels: Labels): readonly ValueMap[] {
  return manifests
    .filter(({ object }) => object["kind"] === "PodDisruptionBudget")
    .filter(({ object }) => textAt(mapAt(object, "metadata"), "namespace") === namespace)
    .map(({ object }) => mapAt(object, "spec"))
    .filter((spec) => selects(valueAt(spec, "selector"), labels));
}

/** What the strictest budget keeps, and at least one pod: a service without any is away, whatever a budget says. */
function leastOf(budgets: readonly ValueMap[], replicas: number): number {
  const rules = budgets.map(
    (budget) =>
      (valueAt(budget, "maxUnavailable") === undefined
        ? { minAvailable: valueAt(budget, "minAvailable") }
        : { maxUnavailable: valueAt(budget, "maxUnavailable") }) as BudgetRule,
  );
  const kept = rules.map((rule) => replicas - allowedDisruptions(rule, replicas));
  return Math.min(replicas, Math.max(1, ...(rules.length === 0 ? [replicas - 1] : kept)));
}

/** Whether a pod has the labels of a workload. */
export function isPodOf({ labels: wanted, namespace }: Workload, { metadata }: ApiObject): boolean {
  return (
    metadata.namespace === namespace && Object.entries(wanted).every(([key, value]) => metadata.labels?.[key] === value)
  );
}

/** Whether a claim of some name was made from a template of the workload. */
export function isClaimOf({ claimTemplates, name }: Workload, claim: string): boolean {
  return claimTemplates.some(
    (template) => claim.startsWith(`${template}-${name}-`) && /^\d+$/.test(claim.slice(`${template}-${name}-`.length)),
  );
}
