import { asDoubt, Undecidable } from "./object";
import { groupOf, isNamespaced, WORKLOAD_KINDS } from "./kinds";
import type { ObjectGraph } from "./graph";
import type { Kind } from "./kinds";
import type { GraphObject, Field } from "./object";

/** Kinds that write the replicas of others. */
const SCALERS: readonly Kind[] = ["HorizontalPodAutoscaler", "ScaledObject"];
/** What a KEDA ScaledObject scales where it does not say. @see https://keda.sh/docs/latest/reference/scaledobject-spec/ */
const KEDA_TARGET_KIND = "Deployment";
const KEDA_MIN = 0;
const KEDA_MAX = 100;
/** What the API server fills in. */
const DEFAULT_REPLICAS = 1;

/** Which objects point at which, and the fields that could not be followed. */
interface Relations {
  readonly byTarget: ReadonlyMap<GraphObject, readonly GraphObject[]>;
  readonly doubts: readonly Field[];
}

function relateScalers(graph: ObjectGraph): Relations {
  const byTarget = new Map<GraphObject, GraphObject[]>();
  const doubts: Field[] = [];
  for (const scaler of SCALERS.flatMap((kind) => graph.all(kind))) {
    try {
      const target = targetOf(scaler, graph);
      if (target !== undefined) {
        byTarget.set(target, [...(byTarget.get(target) ?? []), scaler]);
      }
    } catch (error) {
      doubts.push(asDoubt(error).field);
    }
  }
  return { byTarget, doubts };
}

/** Where an autoscaler names what it scales. */
export function targetReference(scaler: GraphObject): Field {
  return scaler.at(scaler.kind === "VerticalPodAutoscaler" ? "spec.targetRef" : "spec.scaleTargetRef");
}

/** The object that an autoscaler scales, or undefined where the graph does not hold it. */
export function targetOf(scaler: GraphObject, graph: ObjectGraph): GraphObject | undefined {
  const reference = targetReference(scaler);
  const kind = reference.at("kind").text ?? (scaler.kind === "ScaledObject" ? KEDA_TARGET_KIND : "");
  return isNamespaced(kind as Kind) && isOfKubernetes(reference)
    ? graph.target(reference.at("name"), kind as Kind)
    : undefined;
}

/** Groups of the workloads that Kubernetes has itself. Others have kinds of the same names. */
export const OWN_GROUPS: readonly string[] = ["", "apps", "batch", "extensions"];

/** Whether a reference means a kind of Kubernetes itself. */
function isOfKubernetes(reference: Field): boolean {
  return OWN_GROUPS.includes(groupOf(reference.at("apiVersion").text ?? ""));
}

/** The kind that an autoscaler's reference names, among the workloads of Kubernetes itself; undefined where it is another. */
export function workloadKindOf(reference: Field): Kind | undefined {
  const kind = reference.at("kind").text as Kind;
  return isOfKubernetes(reference) && (WORKLOAD_KINDS as readonly Kind[]).includes(kind) ? kind : undefined;
}

/** What points at an object. A doubt about more of them counts only where none is found, or all are asked for. */
function pointingAt(
  object: GraphObject,
  { byTarget, doubts }: Relations,
  graph: ObjectGraph,
  all = false,
): readonly GraphObject[] {
  const found = byTarget.get(object) ?? [];
  // It may be what an autoscaler means whose target is not known yet.
  const doubt = found.length > 0 && !all ? undefined : doubts.find(({ owner }) => mayMeet(owner, object, graph));
  if (doubt !== undefined) {
    throw new Undecidable(doubt);
  }
  return found;
}

function mayMeet(one: GraphObject, other: GraphObject, graph: ObjectGraph): boolean {
  const namespaces = [graph.namespaceOf(one), graph.namespaceOf(other)];
  return (
    one.facts.cluster === other.facts.cluster && (namespaces.includes(undefined) || namespaces[0] === namespaces[1])
  );
}

/** The horizontal autoscalers and ScaledObjects of a workload. */
export function scalersOf(object: GraphObject, graph: ObjectGraph): readonly GraphObject[] {
  return pointingAt(object, graph.once(relateScalers), graph);
}

/** As {@link scalersOf}, where every one of them counts. */
export function allScalersOf(object: GraphObject, graph: ObjectGraph): readonly GraphObject[] {
  return pointingAt(object, graph.once(relateScalers), graph, true);
}

/** How many pods a workload may have. */
export interface PodRange {
  readonly min: number;
  readonly max: number;
  /** The autoscaler that decides, or undefined where the number is fixed. */
  readonly scaler: GraphObject | undefined;
}

/** How many pods a workload may have: an autoscaler's bounds, or its replicas, 1 where it does not say. */
export function podRange(object: GraphObject, graph: ObjectGraph): PodRange {
  return graph.onceFor(object, findRange);
}

function findRange(object: GraphObject, graph: ObjectGraph): PodRange {
  const [scaler] = scalersOf(object, graph);
  if (scaler !== undefined) {
    return { ...boundsOf(scaler), scaler };
  }
  if (object.kind === "DaemonSet") {
    return { min: 1, max: Infinity, scaler: undefined };
  }
  const pods = fixedPods(object);
  return { min: pods, max: pods, scaler: undefined };
}

function boundsOf(scaler: GraphObject): { min: number; max: number } {
  return scaler.kind === "ScaledObject"
    ? {
        min: scaler.at("spec.minReplicaCount").number ?? KEDA_MIN,
        max: scaler.at("spec.maxReplicaCount").number ?? KEDA_MAX,
      }
    : {
        min: scaler.at("spec.minReplicas").number ?? DEFAULT_REPLICAS,
        max: scaler.at("spec.maxReplicas").number ?? DEFAULT_REPLICAS,
      };
}

function fixedPods(object: GraphObject): number {
  switch (object.kind) {
    case "Pod":
      return 1;
    case "Job":
      return podsOfJob(object.at("spec"));
    case "CronJob":
      return podsOfJob(object.at("spec.jobTemplate.spec"));
    default:
      return replicasOf(object.at("spec.replicas"));
  }
}

/** A Job never runs more pods at once than are left to be completed. */
function podsOfJob(spec: Field): number {
  const parallel = spec.at("parallelism").number ?? DEFAULT_REPLICAS;
  return Math.min(parallel, spec.at("completions").number ?? parallel);
}

/** Throws Undecidable where something stands there that is no number: a placeholder, or text that the API server refuses. */
function replicasOf(field: Field): number {
  if (typeof field.known === "string" || typeof field.known === "boolean") {
    throw new Undecidable(field, `${field.path} is ${field.shown}, which is no number of pods`);
  }
  return field.number ?? DEFAULT_REPLICAS;
}

/** `3 replicas`, or `2 to 5 replicas (HorizontalPodAutoscaler db)`. */
export function showPods({ max, min, scaler }: PodRange): string {
  if (scaler !== undefined) {
    return `${String(min)} to ${String(max)} replicas (${scaler.title})`;
  }
  return max === Infinity ? "a pod on every node" : `${String(max)} ${max === 1 ? "replica" : "replicas"}`;
}
