import { allowedDisruptions } from "../policy/facts/disruptions";
import { mapAt, mapsAt, textAt, valueAt } from "../policy/graph/value";
import { RehearsalError } from "./rehearsal-error";
import type { BudgetRule } from "../policy/facts/disruptions";
import type { Manifest } from "../plan/manifests";
import type { ApiObject } from "./api";
import type { ValueMap } from "../policy/graph/value";

/** A StatefulSet that is rehearsed. */
export interface Workload {
  readonly namespace: string;
  readonly name: string;
  /** Labels that select its pods. */
  readonly labels: Readonly<Record<string, string>>;
  /** Number of pods that it should have. */
  readonly replicas: number;
  /** Names of its claim templates. */
  readonly claimTemplates: readonly string[];
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
  const count = valueAt(spec, "replicas");
  const replicas = typeof count === "number" ? count : 1;
  const [namespace, labels] = [textAt(metadata, "namespace"), mapAt(mapAt(spec, "selector"), "matchLabels")];
  return {
    name: textAt(metadata, "name"),
    namespace,
    labels: labels as Readonly<Record<string, string>>,
    replicas,
    claimTemplates: mapsAt(spec, "volumeClaimTemplates").map((template) => textAt(mapAt(template, "metadata"), "name")),
    least: leastOf(budgetsOf(manifests, namespace, labels), replicas),
  };
}

/** Budgets that select pods by labels. */
function budgetsOf(manifests: readonly Manifest[], namespace: string, labels: ValueMap): readonly ValueMap[] {
  return manifests
    .filter(({ object }) => object["kind"] === "PodDisruptionBudget")
    .filter(({ object }) => textAt(mapAt(object, "metadata"), "namespace") === namespace)
    .map(({ object }) => mapAt(object, "spec"))
    .filter((spec) =>
      Object.entries(mapAt(mapAt(spec, "selector"), "matchLabels")).every(([key, value]) => labels[key] === value),
    );
}

function leastOf([budget]: readonly ValueMap[], replicas: number): number {
  const rule = (
    valueAt(budget, "maxUnavailable") === undefined
      ? { minAvailable: valueAt(budget, "minAvailable") ?? Math.max(1, replicas - 1) }
      : { maxUnavailable: valueAt(budget, "maxUnavailable") }
  ) as BudgetRule;
  return replicas - allowedDisruptions(rule, replicas);
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
