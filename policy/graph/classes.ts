import { entryOf } from "../facts/entry";
import { REGIONAL_PD_TYPES } from "../facts/disk-types";
import { ZONE_LABELS } from "../facts/node-labels";
import {
  BUILT_IN_CLASSES,
  DEFAULT_DISK_TYPE,
  GKE_DEFAULT_CLASS,
  isBlockDriver,
  REGIONAL_HYPERDISK,
  REGIONAL_PD,
} from "../facts/storage-classes";
import type { ClassFacts } from "../facts/storage-classes";
import type { ObjectGraph } from "./graph";
import type { GraphObject, Field } from "./object";
import type { Claim } from "./volumes";

/** Annotation by which claims named their class before Kubernetes 1.6. It still wins over the field. */
const LEGACY_CLASS = "volume.beta.kubernetes.io/storage-class";
const DEFAULT_CLASS_MARKS = [
  "storageclass.kubernetes.io/is-default-class",
  "storageclass.beta.kubernetes.io/is-default-class",
] as const;

/** Name of a class on GKE, and of another one on kind, minikube and others. */
const COMMON_NAME = "standard";

/** The class of a claim, as far as it can be told. */
export interface ClaimClass extends ClassFacts {
  readonly name: string;
  /** The StorageClass, or undefined for one of GKE's own. */
  readonly object: GraphObject | undefined;
}

/** The field by which a claim names its class. It has no value where the claim leaves it to the default. */
export function classField({ metadata, spec }: Claim): Field {
  const legacy = metadata.at("annotations").of(LEGACY_CLASS);
  return legacy.isSet ? legacy : spec.at("storageClassName");
}

/** Class of a claim; undefined where it asks for none (an empty name) or where nobody here defines it. */
export function classOf(claim: Claim, graph: ObjectGraph): ClaimClass | undefined {
  return graph.onceFor(claim, findClass);
}

function findClass(claim: Claim, graph: ObjectGraph): ClaimClass | undefined {
  const field = classField(claim);
  if (!field.isSet) {
    return defaultClass(claim.spec.owner, graph);
  }
  const object = graph.target(field, "StorageClass");
  if (object !== undefined) {
    return { name: object.name ?? object.title, object, ...factsOf(object) };
  }
  const name = field.text ?? "";
  // Other clusters have a class of this name too, and one that the configuration names may be theirs.
  const isTheirs =
    name === COMMON_NAME && graph.context.configuredClasses?.has(name) === true && graph.all("Cluster").length === 0;
  return isTheirs ? undefined : builtIn(name);
}

function builtIn(name: string): ClaimClass | undefined {
  const facts = entryOf(BUILT_IN_CLASSES, name);
  return facts === undefined ? undefined : { name, object: undefined, ...facts };
}

function defaultClass(owner: GraphObject, graph: ObjectGraph): ClaimClass | undefined {
  const marked = graph.near(owner, "StorageClass").find(isDefaultClass);
  return marked === undefined
    ? builtIn(GKE_DEFAULT_CLASS)
    : { name: marked.name ?? marked.title, object: marked, ...factsOf(marked) };
}

function isDefaultClass(object: GraphObject): boolean {
  const annotations = object.at("metadata.annotations");
  return DEFAULT_CLASS_MARKS.some((mark) => annotations.of(mark).text === "true");
}

/** What a StorageClass says about its volumes. */
export function factsOf(object: GraphObject): ClassFacts {
  const provisioner = object.at("provisioner").text ?? "";
  const parameters = object.at("parameters");
  const type = isBlockDriver(provisioner) ? (parameters.at("type").text ?? DEFAULT_DISK_TYPE) : undefined;
  return {
    provisioner,
    type,
    regional:
      (parameters.of("replication-type").text === REGIONAL_PD &&
        REGIONAL_PD_TYPES.includes(type ?? DEFAULT_DISK_TYPE)) ||
      type === REGIONAL_HYPERDISK,
    expandable: object.at("allowVolumeExpansion").flag === true,
    immediate: (object.at("volumeBindingMode").text ?? "Immediate") === "Immediate",
  };
}

/** The zones that a class allows, sorted; undefined where it leaves them open. */
export function classZones(object: GraphObject): readonly string[] | undefined {
  const terms = object.at("allowedTopologies").items.flatMap((term) => term.at("matchLabelExpressions").items);
  const zones = terms.filter((term) => ZONE_LABELS.includes(term.at("key").text ?? ""));
  return zones.length === 0
    ? undefined
    : [...new Set(zones.flatMap((term) => term.at("values").items.map((value) => value.text ?? "")))].toSorted();
}
