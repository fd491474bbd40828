import { stringify } from "yaml";
import { isSecret, isUnknown } from "./plan";
import { YAML_FOR_PEOPLE } from "../../shared/yaml-file";
import type { Plan, PlanObject, PlanResource, PlanValue } from "./plan";

/** One Kubernetes object as a file. */
export interface Manifest {
  /** File name; sorted by name, files are in the order in which they can be applied. */
  readonly file: string;
  /** Logical name in the program. */
  readonly name: string;
  /** The object. */
  readonly object: PlanObject;
  /** Fields that belong to somebody else after the first update: `ignoreChanges` of the resource. */
  readonly ignored: readonly string[];
  /** Paths of values that nobody knows before the resources exist; a manifest with any is not complete. */
  readonly unknowns: readonly string[];
}

/** Names of the files that {@link manifestsOf} gives. */
export const MANIFEST_FILE = /^\d{4}-[a-z]+-.+\.yaml$/;

/** Stands for every value of a Secret: manifests hold none in clear. */
export const WITHHELD = "withheld-from-the-manifest";

/** What has to exist before what. A kind that is not listed comes last. */
const ORDER: readonly string[] = [
  "Namespace",
  "PriorityClass",
  "StorageClass",
  "VolumeSnapshotClass",
  "ResourceQuota",
  "LimitRange",
  "NetworkPolicy",
  "ServiceAccount",
  "ConfigMap",
  "Secret",
  "SecretProviderClass",
  "Service",
  "PodDisruptionBudget",
  "StatefulSet",
  "VerticalPodAutoscaler",
  "HorizontalPodAutoscaler",
  "HighAvailabilityApplication",
];

/** The Kubernetes objects of a plan, in the order in which they can be applied. */
export function manifestsOf({ resources }: Plan): Manifest[] {
  const objects = resources.filter(isKubernetesObject).map((resource) => ({ resource, rank: rankOf(resource) }));
  return objects
    .sort((one, other) => one.rank - other.rank)
    .map(({ resource }, index) => {
      const object = withheld(resource.inputs) as PlanObject;
      const ignored = resource.options.ignoreChanges ?? [];
      return { file: fileName(index, object), name: resource.name, object, ignored, unknowns: unknownsOf(object) };
    });
}

/** The text of a manifest. */
export function manifestYaml({ object }: Manifest): string {
  return stringify(object, YAML_FOR_PEOPLE);
}

function isKubernetesObject({ custom, inputs, type }: PlanResource): boolean {
  return custom && type.startsWith("kubernetes:") && typeof inputs["kind"] === "string";
}

function kindOf({ kind }: PlanObject): string {
  return typeof kind === "string" ? kind : "";
}

function rankOf({ inputs }: PlanResource): number {
  const rank = ORDER.indexOf(kindOf(inputs));
  return rank === -1 ? ORDER.length : rank;
}

function fileName(index: number, object: PlanObject): string {
  const name = nameOf(object);
  const kind = kindOf(object).toLowerCase();
  return `${String(index).padStart(4, "0")}-${kind}-${name ?? "unnamed"}.yaml`;
}

function nameOf({ metadata }: PlanObject): string | undefined {
  const name = typeof metadata === "object" && metadata !== null ? (metadata as PlanObject)["name"] : undefined;
  return typeof name === "string" ? name : undefined;
}

function withheld(value: PlanValue): PlanValue {
  if (isUnknown(value)) {
    return value;
  }
  if (isSecret(value)) {
    return WITHHELD;
  }
  if (Array.isArray(value)) {
    return (value as readonly PlanValue[]).map(withheld);
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withheld(inner)]))
    : value;
}

/** What a manifest does not say yet; a name that the provider makes up is part of it. */
function unknownsOf(object: PlanObject): string[] {
  const paths = unknownPaths(object);
  return nameOf(object) === undefined && !paths.includes("metadata.name") ? [...paths, "metadata.name"] : paths;
}

/** Where within a value something is unknown, as dotted paths. */
export function unknownPaths(value: PlanValue, path: readonly string[] = []): string[] {
  if (isUnknown(value)) {
    return [path.join(".")];
  }
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => unknownPaths(inner, [...path, key]))
    : [];
}
