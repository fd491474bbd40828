import { kindOfType, kubernetesKind } from "./kinds";
import { GraphObject } from "./object";
import { isMap, UNKNOWN } from "./value";
import type { ObjectFacts } from "./object-facts";
import type { Value, ValueMap } from "./value";

/**
 * Pulumi resources as objects. The only file that knows how Pulumi's protocol writes what is not known or secret.
 * Source of the constants: @pulumi/pulumi 3.270.0, runtime/rpc.js, and @pulumi/policy 1.21.0, proxy.js
 */

/** Key under which special values say what they are. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
/** What `pulumi policy analyze` puts in the place of a secret that it cannot decrypt. */
const REDACTED = "[secret]";
const OUTPUT_SIGNATURE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const RESOURCE_SIGNATURE = "5cf8f73096256a8f31e491e813e4eb8e";
/** Stands for a text that is not known. */
export const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** Texts that stand for a value that is not known: of a truth value, number, text, list, asset, archive and map. */
const UNKNOWN_TEXTS: ReadonlySet<string> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  UNKNOWN_TEXT,
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** A map as the protocol carries it. */
export type WireMap = Readonly<Record<string, unknown>>;

/** A resource as the engine shows it to a policy pack. */
export interface PulumiResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** Inputs as the protocol carries them; undefined where nobody has seen them. */
  readonly inputs: WireMap | undefined;
  readonly isProtected: boolean;
  readonly ignoreChanges: readonly string[];
  /** The explicit provider. */
  readonly provider?: { readonly urn: string; readonly inputs: WireMap } | undefined;
  /** URNs by top-level input. @default none, as while a single resource is judged */
  readonly references?: Readonly<Record<string, readonly string[]>>;
  /** URNs that must exist before. @default none */
  readonly dependencies?: readonly string[];
}

/** The objects of all resources of a stack, which tell more together than one by one: on which cluster a provider is. */
export function fromStack(resources: readonly PulumiResource[]): readonly GraphObject[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const makers = new Map<string, string | undefined>();
  return resources.flatMap((resource) => {
    const provider = resource.provider?.urn;
    if (provider !== undefined && !makers.has(provider)) {
      makers.set(provider, clusterMaker(provider, byUrn));
    }
    return fromPulumi(resource, provider === undefined ? undefined : makers.get(provider));
  });
}

/** The cluster on which a provider depends, near or far, if it is one: the same for all providers of a cluster. */
function clusterMaker(provider: string, resources: ReadonlyMap<string, PulumiResource>): string | undefined {
  const needs = needsOf(provider, resources).filter((urn) => kindOfType(resources.get(urn)?.type ?? "") === "Cluster");
  return needs.length === 1 ? needs[0] : undefined;
}

function needsOf(
  urn: string,
  resources: ReadonlyMap<string, PulumiResource>,
  seen = new Set<string>(),
): readonly string[] {
  for (const need of (resources.get(urn)?.dependencies ?? []).filter((one) => !seen.has(one))) {
    seen.add(need);
    needsOf(need, resources, seen);
  }
  return [...seen];
}

/** The objects of a resource: one, or the items of a list. */
export function fromPulumi(resource: PulumiResource, clusterMaker?: string): readonly GraphObject[] {
  const secrets: string[] = [];
  const place = placeOf(resource, clusterMaker, secrets);
  const value = resource.inputs === undefined ? UNKNOWN : valueOf(resource.inputs, secrets);
  const { apiVersion, kindName } = parseType(resource.type);
  const facts: ObjectFacts = {
    kind: apiVersion === "" ? (kindOfType(resource.type) ?? "Other") : kubernetesKind(apiVersion, kindName),
    kindName,
    apiVersion,
    value,
    origin: { urn: resource.urn },
    programName: resource.name,
    isProtected: resource.isProtected,
    ignoreChanges: resource.ignoreChanges,
    secrets,
    references: resource.references ?? {},
    dependencies: resource.dependencies ?? [],
    ...place,
  };
  return isList(kindName, value) ? itemsOf(facts, value) : [new GraphObject(facts)];
}

const KUBERNETES_TYPE = /^kubernetes:([\w.-]+\/\w+):(\w+)$/;
/** Kubernetes types that are not objects of the API: what the provider renders, and patches of somebody else's objects. */
const NOT_AN_OBJECT = /^kubernetes:(?:yaml|helm\.sh|kustomize)|Patch$/;

function parseType(type: string): { apiVersion: string; kindName: string } {
  const match = NOT_AN_OBJECT.test(type) ? null : KUBERNETES_TYPE.exec(type);
  const kindName = type.slice(type.lastIndexOf(":") + 1);
  return match === null
    ? { apiVersion: "", kindName }
    : { apiVersion: (match[1] ?? "").replace(/^core\//, ""), kindName };
}

/** The cluster of whoever says nothing about it: that of the current kubeconfig. */
const CURRENT_CLUSTER = "the cluster of the current kubeconfig";

/** Where objects go: which cluster, and the namespace of those that name none. */
function placeOf(
  { provider }: PulumiResource,
  clusterMaker: string | undefined,
  secrets: string[],
): Pick<ObjectFacts, "cluster" | "provider" | "defaultNamespace"> {
  if (provider === undefined) {
    return { cluster: CURRENT_CLUSTER };
  }
  const inputs = valueOf(provider.inputs, secrets) as ValueMap;
  const namespace = inputs["namespace"];
  return {
    cluster: clusterKey(inputs) ?? clusterMaker ?? provider.urn,
    provider: provider.urn,
    ...((typeof namespace === "string" || namespace === UNKNOWN) && { defaultNamespace: namespace }),
  };
}

/** What two providers of one cluster have in common; undefined where nobody can tell. */
function clusterKey(inputs: ValueMap): string | undefined {
  const { cluster, clusterIdentifier, context, kubeconfig } = inputs;
  if (typeof clusterIdentifier === "string") {
    return `identifier ${clusterIdentifier}`;
  }
  const parts = [kubeconfig, context, cluster];
  if (parts.includes(UNKNOWN) || clusterIdentifier === UNKNOWN) {
    return undefined;
  }
  return parts.every((part) => part === undefined) ? CURRENT_CLUSTER : JSON.stringify(parts);
}

function isList(kindName: string, value: Value): value is ValueMap {
  return kindName.endsWith("List") && isMap(value) && Array.isArray(value["items"]);
}

function itemsOf(list: ObjectFacts, value: ValueMap): readonly GraphObject[] {
  return (value["items"] as readonly Value[]).map((item) => {
    const kindName = textIn(item, "kind") ?? list.kindName.slice(0, -"List".length);
    const apiVersion = textIn(item, "apiVersion") ?? list.apiVersion;
    const kind = kubernetesKind(apiVersion, kindName);
    return new GraphObject({ ...list, kind, kindName, apiVersion, value: item });
  });
}

function textIn(value: Value, key: string): string | undefined {
  const inner = isMap(value) ? value[key] : undefined;
  return typeof inner === "string" ? inner : undefined;
}

/** A value of the protocol as rules read it. Leaves that are secret are noted, so that no message shows them. */
function valueOf(wire: unknown, secrets: string[]): Value {
  if (typeof wire === "string") {
    return UNKNOWN_TEXTS.has(wire) ? UNKNOWN : wire;
  }
  if (Array.isArray(wire)) {
    return wire.map((item) => valueOf(item, secrets));
  }
  if (typeof wire !== "object" || wire === null) {
    return wire as Value;
  }
  const map = wire as WireMap;
  return SIGNATURE in map ? specialValue(map, secrets) : mapValue(map, secrets);
}

function mapValue(map: WireMap, secrets: string[]): ValueMap {
  const value: Record<string, Value> = {};
  for (const key of Object.keys(map)) {
    value[key] = valueOf(map[key], secrets);
  }
  return value;
}

function specialValue(map: WireMap, secrets: string[]): Value {
  const value = (): Value => ("value" in map ? valueOf(map["value"], secrets) : UNKNOWN);
  switch (map[SIGNATURE]) {
    case SECRET_SIGNATURE:
      return map["value"] === REDACTED ? UNKNOWN : noted(value(), secrets);
    case OUTPUT_SIGNATURE:
      return map["secret"] === true ? noted(value(), secrets) : value();
    case RESOURCE_SIGNATURE:
      return String(map["urn"]);
    default:
      // An asset or an archive, which no rule reads.
      return null;
  }
}

function noted(value: Value, secrets: string[]): Value {
  if (typeof value === "string" || typeof value === "number") {
    secrets.push(String(value));
  } else if (Array.isArray(value)) {
    (value as readonly Value[]).forEach((item) => noted(item, secrets));
  } else if (isMap(value)) {
    Object.values(value).forEach((item) => noted(item ?? null, secrets));
  }
  return value;
}
