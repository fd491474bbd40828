import { asDoubt, everyHolds, someHolds, Undecidable } from "./field";
import { podSpec } from "./pods";
import { expressionsSelect } from "./selectors";
import type { Field } from "./field";
import type { ObjectGraph } from "./graph";
import type { GraphObject } from "./object";

/** Label by which GKE names the pool of a node, and others that it puts on every node. */
const POOL_LABEL = "cloud.google.com/gke-nodepool";
const SPOT_LABEL = "cloud.google.com/gke-spot";
const FAMILY_LABEL = "cloud.google.com/machine-family";
const TYPE_LABEL = "node.kubernetes.io/instance-type";
/** Zone of a region. */
const ZONE = /-[a-z]$/;
/** Zones that GKE takes where a region names none. */
const DEFAULT_ZONES_OF_REGION = 3;
/** Labels whose values differ from node to node of a pool: any value may be there. */
const PER_NODE_LABELS = ["topology.kubernetes.io/zone", "topology.kubernetes.io/region", "topology.gke.io/zone"];
const ARCHITECTURE: Readonly<Record<string, string>> = { "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64" };

/** The Google cluster that a Kubernetes object goes to, or undefined where the program makes none. */
export function clusterFor(object: GraphObject, graph: ObjectGraph): GraphObject | undefined {
  const clusters = graph.all("Cluster");
  if (clusters.length < 2) {
    return clusters[0];
  }
  const sources = ancestors(object.facts.provider ?? "", graph).filter(({ kind }) => kind === "Cluster");
  if (sources.length !== 1) {
    // Which of several clusters it is depends on a provider that does not say.
    throw new Undecidable(object.root);
  }
  return sources[0];
}

/** What a resource depends on, near or far. */
function ancestors(urn: string, graph: ObjectGraph, seen = new Set<string>()): readonly GraphObject[] {
  const dependencies = (graph.withUrn(urn)?.facts.dependencies ?? []).filter((other) => !seen.has(other));
  for (const other of dependencies) {
    seen.add(other);
  }
  return dependencies.flatMap((other) => {
    const object = graph.withUrn(other);
    return [...(object === undefined ? [] : [object]), ...ancestors(other, graph, seen)];
  });
}

/** Whether Google runs the nodes of a cluster, and no pool does. */
export function isAutopilot(cluster: GraphObject): boolean {
  return cluster.at("enableAutopilot").flag === true;
}

/** The cluster of a pool, or undefined where the program does not make it. */
function clusterOfPool(pool: GraphObject, graph: ObjectGraph): GraphObject | undefined {
  const field = pool.at("cluster");
  if (field.isUnknown) {
    const sources = graph.sourcesOf(field).filter(({ kind }) => kind === "Cluster");
    if (sources.length === 1) {
      return sources[0];
    }
    if (graph.all("Cluster").length === 1) {
      return graph.all("Cluster")[0];
    }
    throw new Undecidable(field);
  }
  // The name, or a path that ends in it.
  const name = field.text?.split("/").at(-1);
  const named = graph.all("Cluster").find((cluster) => cluster.name === name);
  const nameless = graph.all("Cluster").filter(({ nameField }) => nameField.isUnknown);
  if (named === undefined && nameless.length > 1) {
    throw new Undecidable(field);
  }
  return named ?? nameless[0];
}

const relatePools = (graph: ObjectGraph): ReadonlyMap<GraphObject, readonly GraphObject[]> => {
  const pools = new Map<GraphObject, GraphObject[]>();
  for (const pool of graph.all("NodePool")) {
    try {
      const cluster = clusterOfPool(pool, graph);
      if (cluster !== undefined) {
        pools.set(cluster, [...(pools.get(cluster) ?? []), pool]);
      }
    } catch (error) {
      asDoubt(error);
      // It may belong to any of them.
      graph.all("Cluster").forEach((cluster) => pools.set(cluster, [...(pools.get(cluster) ?? []), pool]));
    }
  }
  return pools;
};

/** The pools on which a workload's pods may run: their labels fit, and no taint keeps the pods away. */
export function poolsFor(object: GraphObject, graph: ObjectGraph): readonly GraphObject[] {
  return graph.onceFor(object, findPools);
}

function findPools(object: GraphObject, graph: ObjectGraph): readonly GraphObject[] {
  const cluster = clusterFor(object, graph);
  if (cluster === undefined || isAutopilot(cluster)) {
    return [];
  }
  const spec = podSpec(object);
  return (graph.once(relatePools).get(cluster) ?? []).filter((pool) => isWanted(spec, pool) && isTolerated(spec, pool));
}

function isWanted(spec: Field, pool: GraphObject): boolean {
  const label = (key: string): string | undefined => poolLabel(pool, key);
  const isFixed = (key: string | undefined): boolean => !PER_NODE_LABELS.includes(key ?? "");
  const selector = spec.at("nodeSelector").entries.filter(([key]) => isFixed(key));
  const terms = spec.at("affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms").items;
  const fixed = (term: Field): readonly Field[] =>
    term.at("matchExpressions").items.filter((expression) => isFixed(expression.at("key").text));
  return (
    everyHolds(selector, ([key, value]) => label(key) === value.text) &&
    (terms.length === 0 || someHolds(terms, (term) => expressionsSelect(fixed(term), label)))
  );
}

function poolLabel(pool: GraphObject, key: string): string | undefined {
  const machineType = pool.at("nodeConfig.machineType");
  switch (key) {
    case POOL_LABEL:
      return pool.at("name").text ?? pool.facts.programName;
    case SPOT_LABEL:
      return isSpot(pool) ? "true" : undefined;
    case TYPE_LABEL:
      return machineType.text;
    case FAMILY_LABEL:
      return machineType.text?.split("-")[0];
    default:
      return pool.at("nodeConfig.labels").of(key).text ?? ARCHITECTURE[key];
  }
}

/** Taint effects that keep pods away, as Google writes them and as Kubernetes does. */
const EFFECTS: Readonly<Record<string, string>> = {
  NO_SCHEDULE: "NoSchedule",
  NO_EXECUTE: "NoExecute",
  NoSchedule: "NoSchedule",
  NoExecute: "NoExecute",
};

function isTolerated(spec: Field, pool: GraphObject): boolean {
  const taints = pool.at("nodeConfig.taints").items.filter((taint) => (taint.at("effect").text ?? "") in EFFECTS);
  return everyHolds(taints, (taint) => someHolds(spec.at("tolerations").items, (one) => tolerates(one, taint)));
}

function tolerates(toleration: Field, taint: Field): boolean {
  const own = (name: string): string => toleration.at(name).text ?? "";
  const its = (name: string): string => taint.at(name).text ?? "";
  if (!["", EFFECTS[its("effect")]].includes(own("effect"))) {
    return false;
  }
  return own("operator") === "Exists"
    ? ["", its("key")].includes(own("key"))
    : own("key") === its("key") && own("value") === its("value");
}

/** Whether a pool runs on capacity that Google may take back at any time. */
export function isSpot(pool: GraphObject): boolean {
  return pool.at("nodeConfig.spot").flag === true || pool.at("nodeConfig.preemptible").flag === true;
}

/** Zones of a pool. */
export interface Zones {
  readonly count: number;
  /** Their names, sorted; undefined where Google chooses them. */
  readonly names: readonly string[] | undefined;
}

/** The zones of a pool: its own, or those of its cluster. */
export function zonesOf(pool: GraphObject, graph: ObjectGraph): Zones {
  const own = pool.at("nodeLocations").items;
  if (own.length > 0) {
    return { count: own.length, names: own.map((zone) => zone.text ?? "").toSorted() };
  }
  const cluster = clusterOfPool(pool, graph);
  const inherited = cluster?.at("nodeLocations").items ?? [];
  const location = pool.at("location").text ?? cluster?.at("location").text;
  if (location !== undefined && ZONE.test(location)) {
    const names = [...new Set([location, ...inherited.map((zone) => zone.text ?? "")])].toSorted();
    return { count: names.length, names };
  }
  return inherited.length > 0
    ? { count: inherited.length, names: inherited.map((zone) => zone.text ?? "").toSorted() }
    : { count: DEFAULT_ZONES_OF_REGION, names: undefined };
}

/** Whether a cluster's control plane runs in one zone only. */
export function isZonal(cluster: GraphObject): boolean {
  return ZONE.test(cluster.at("location").text ?? "");
}
