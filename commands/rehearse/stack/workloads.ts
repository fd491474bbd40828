import { allowedDisruptions } from "../../../policy/facts/disruptions";
import { ordinalIn } from "../../../policy/facts/ordinals";
import { budgetsOf, ruleOf } from "../../../policy/graph/budgets";
import { fromManifest } from "../../../policy/graph/from-manifests";
import { ObjectGraph } from "../../../policy/graph/graph";
import { podLabels } from "../../../policy/graph/pods";
import { labelSelects } from "../../../policy/graph/selectors";
import { mapAt, mapsAt, numberAt, textAt, valueAt } from "../../../policy/graph/value";
import { UserError } from "../../shared/user-error";
import type { Manifest } from "../../plan/engine/manifests";
import type { ApiObject } from "../../../cluster/api-object";
import type { GraphObject } from "../../../policy/graph/object";
import type { ValueMap } from "../../../policy/graph/value";

/** A StatefulSet that is rehearsed. */
export interface Workload {
  readonly namespace: string;
  readonly name: string;
  /** Labels that select its pods. */
  readonly labels: Readonly<Record<string, string>>;
  /** Network policies of the stack that select its pods: what they say. */
  readonly networkRules: readonly ValueMap[];
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
  /** Seconds after which the Stateful HA operator takes its pods off a node that is not reached; undefined where nothing does. */
  readonly failoverSeconds: number | undefined;
  /** Pods that are enough: those that its budget keeps, or all but one without a budget. */
  readonly least: number;
}

/** The workloads of a stack, or those of some names. Errors: UserError where there is none, or none of a name. */
export function workloadsOf(manifests: readonly Manifest[], only?: readonly string[]): readonly Workload[] {
  const graph = new ObjectGraph(
    manifests.flatMap(({ file, object }) => fromManifest({ file, document: 0, value: object })),
  );
  const all = graph
    .all("StatefulSet")
    .map((set) => workloadOf(set, graph))
    .map((workload) => ({ ...workload, failoverSeconds: failoverOf(workload, manifests) }));
  if (all.length === 0) {
    throw new UserError("The stack has no StatefulSet, so there is nothing to rehearse.");
  }
  const missing = only?.find((name) => !all.some((workload) => workload.name === name));
  if (missing !== undefined) {
    throw new UserError(
      `The stack has no workload ${missing}; it has ${all.map(({ name }) => name).join(", ")}. Name one of them, or none for all.`,
    );
  }
  return only === undefined ? all : all.filter(({ name }) => only.includes(name));
}

function workloadOf(set: GraphObject, graph: ObjectGraph): Omit<Workload, "failoverSeconds"> {
  const { value } = set.facts;
  const [metadata, spec] = [mapAt(value, "metadata"), mapAt(value, "spec")];
  const replicas = numberAt(spec, "replicas") ?? 1;
  const templates = mapsAt(spec, "volumeClaimTemplates");
  const strategy = mapAt(spec, "updateStrategy");
  return {
    name: textAt(metadata, "name"),
    namespace: textAt(metadata, "namespace"),
    labels: mapAt(mapAt(spec, "selector"), "matchLabels") as Readonly<Record<string, string>>,
    networkRules: graph
      .near(set, "NetworkPolicy")
      .filter((policy) => labelSelects(policy.at("spec.podSelector"), podLabels(set)))
      .map(({ facts }) => mapAt(facts.value, "spec")),
    replicas,
    minReadySeconds: numberAt(spec, "minReadySeconds") ?? 0,
    isUpdatedByHand: valueAt(strategy, "type") === "OnDelete",
    partition: numberAt(mapAt(strategy, "rollingUpdate"), "partition") ?? 0,
    claimTemplates: templates.map((template) => textAt(mapAt(template, "metadata"), "name")),
    classes: templates.map((template) => textAt(mapAt(template, "spec"), "storageClassName")),
    least: leastOf(budgetsOf(set, graph), replicas),
  };
}

/** The operator finds a set by the name and namespace of its own object. */
function failoverOf(
  { name, namespace }: Pick<Workload, "name" | "namespace">,
  manifests: readonly Manifest[],
): number | undefined {
  const found = manifests.find(
    ({ object }) =>
      object["kind"] === "HighAvailabilityApplication" &&
      valueAt(object["metadata"], "name") === name &&
      valueAt(object["metadata"], "namespace") === namespace,
  );
  const settings = mapAt(mapAt(mapAt(found?.object["spec"], "policy"), "failoverSettings"), "afterNodeUnreachable");
  return found && (numberAt(settings, "afterNodeUnreachableSeconds") ?? 0);
}

/** What the strictest budget keeps, and at least one pod: a service without any is away, whatever a budget says. */
function leastOf(budgets: readonly GraphObject[], replicas: number): number {
  const rules = budgets.map(ruleOf).filter((rule) => rule !== undefined);
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
  return claimTemplates.some((template) => ordinalIn(claim, `${template}-${name}`) !== undefined);
}
