import { asDoubt } from "./object";
import { WORKLOAD_KINDS } from "./kinds";
import { isMap } from "./value";
import type { Kind } from "./kinds";
import type { GraphObject, Field, Undecidable } from "./object";
import type { ValueMap } from "./value";

/** Where kinds have the specification and the labels of their pods. */
const PATHS: Readonly<Partial<Record<Kind, PodPaths>>> = {
  CronJob: { spec: "spec.jobTemplate.spec.template.spec", labels: "spec.jobTemplate.spec.template.metadata.labels" },
  Pod: { spec: "spec", labels: "metadata.labels" },
};
const USUAL_PATHS: PodPaths = { spec: "spec.template.spec", labels: "spec.template.metadata.labels" };

interface PodPaths {
  readonly spec: string;
  readonly labels: string;
}

/** Annotation of a Helm chart's hooks. @see https://helm.sh/docs/topics/charts_hooks/ */
const HELM_HOOK = "helm.sh/hook";

/** Whether an object makes pods, and is not one that another object made, or a chart's test. */
export function isWorkload(object: GraphObject): boolean {
  return object.once(makesPods);
}

function makesPods(object: GraphObject): boolean {
  return (
    (WORKLOAD_KINDS as readonly Kind[]).includes(object.kind) &&
    object.at("metadata.ownerReferences").items.length === 0 &&
    object.annotation(HELM_HOOK)?.includes("test") !== true
  );
}

/** Path of the pods' specification. */
export function podSpecPath({ kind }: GraphObject): string {
  return (PATHS[kind] ?? USUAL_PATHS).spec;
}

/** Specification of the pods. */
export function podSpec(object: GraphObject): Field {
  return object.at(podSpecPath(object));
}

/** Labels of the pods. */
export function podLabels(object: GraphObject): Field {
  return object.at((PATHS[object.kind] ?? USUAL_PATHS).labels);
}

/** Labels by which a workload's pods are selected: those of its own selector, and else those that they have. */
export function podSelector(object: GraphObject): ValueMap {
  const own = object.root.reach("spec.selector.matchLabels").value;
  const labels = podLabels(object).value;
  return isMap(own) ? own : isMap(labels) ? labels : {};
}

/** Containers that run as long as the pod: the main ones and sidecars (init containers that restart always). */
export function runningContainers(object: GraphObject): readonly Field[] {
  return object.once(findRunningContainers);
}

function findRunningContainers(object: GraphObject): readonly Field[] {
  const spec = podSpec(object);
  const sidecars = spec.at("initContainers").items.filter((item) => item.at("restartPolicy").text === "Always");
  return [...spec.at("containers").items, ...sidecars];
}

/** Containers that serve somebody: those with ports, sidecars too, or all main ones where none says so. A helper beside them has nobody to be ready for. */
export function servingContainers(object: GraphObject): readonly Field[] {
  const serving = runningContainers(object).filter((container) => container.reach("ports").isSet);
  return serving.length === 0 ? podSpec(object).at("containers").items : serving;
}

/** Whether a pod of its own does something and is done: nobody is served by it. */
export function endsByItself(object: GraphObject): boolean {
  const policy = object.kind === "Pod" ? object.at("spec.restartPolicy").text : undefined;
  return policy !== undefined && policy !== "Always";
}

/** Fields of a container that hold a probe. */
export const PROBES = ["livenessProbe", "readinessProbe", "startupProbe"] as const;

/** All containers. */
export function allContainers(object: GraphObject): readonly Field[] {
  const spec = podSpec(object);
  return [...spec.at("containers").items, ...spec.at("initContainers").items];
}

/** Name of a container for messages. */
export function containerName(container: Field): string {
  const { value } = container.reach("name");
  return typeof value === "string" ? `container ${value}` : "a container";
}

const NONE: readonly never[] = [];

/** Runs a check on each item, so that a doubt about one does not hide what is wrong with another. */
export function forEach<T, R>(items: Iterable<T>, check: (item: T) => Iterable<R>): readonly (R | Undecidable)[] {
  let outcomes: (R | Undecidable)[] | undefined;
  for (const item of items) {
    try {
      for (const outcome of check(item)) {
        outcomes ??= [];
        outcomes.push(outcome);
      }
    } catch (error) {
      outcomes ??= [];
      outcomes.push(asDoubt(error));
    }
  }
  return outcomes ?? NONE;
}
