import { HOST_LABEL, ZONE_LABEL } from "../facts/node-labels";
import { allocatable, machineType } from "../facts/machine-types";
import { quantity } from "../facts/quantities";
import { asDoubt, Undecidable } from "../graph/object";
import { poolsFor } from "../graph/nodes";
import { isWorkload, podLabels, podSpec, runningContainers } from "../graph/pods";
import { podRange } from "../graph/scaling";
import { labelSelects } from "../graph/selectors";
import { mustHold } from "../graph/spread";
import { ownClaims } from "../graph/volumes";
import { nodesFor } from "./packing";
import { ifKnown, someHolds } from "../graph/doubts";
import { band } from "./band";
import type { ObjectGraph } from "../graph/graph";
import type { GraphObject, Field } from "../graph/object";
import type { Band } from "./band";
import type { PodGroup } from "./packing";
import type { Pool } from "../graph/pools";
import type { Usage } from "./usage";

/** Kinds whose pods stay, and so need nodes all month. */
export const LASTING_KINDS = ["StatefulSet", "Deployment", "ReplicaSet", "ReplicationController"] as const;
const MILLICORES = 1000;

/** Requests of a container that replace those of the program: what a recommendation would ask for. */
export type Requests = ReadonlyMap<string, { readonly cpu?: string | undefined; readonly memory?: string | undefined }>;

/** How many pods a workload has. */
export interface PodCount {
  readonly min: number;
  readonly expected: number;
  readonly max: number;
}

/** Workloads of a graph whose pods stay. */
export function lastingWorkloads(graph: ObjectGraph): readonly GraphObject[] {
  return LASTING_KINDS.flatMap((kind) => graph.all(kind)).filter((object) => ifKnown(() => isWorkload(object), false));
}

/** How a usage file names a workload. */
export function workloadName({ facts, name }: GraphObject): string {
  return name ?? facts.programName ?? "";
}

/** Pods of a workload: at least, on average, at most. Without other word an autoscaler stays at its fewest. */
export function podCount(object: GraphObject, graph: ObjectGraph, usage: Usage): PodCount {
  const { max, min } = podRange(object, graph);
  const told = usage.pods?.[workloadName(object)];
  if (!(min >= 0 && max >= min)) {
    throw new Undecidable(object.root, `it has ${String(min)} to ${String(max)} replicas, which cannot be`);
  }
  return { min: Math.min(min, told ?? min), expected: told ?? min, max: Math.max(max, told ?? max) };
}

/** {@link podCount} as a band. */
export function podBand(object: GraphObject, graph: ObjectGraph, usage: Usage): Band {
  const { expected, max, min } = podCount(object, graph, usage);
  return band(min, expected, max);
}

/** Nodes that pods need, and what could not be told of some of the pods. */
export interface NodeNeed {
  /** Undefined where the machine is not known; Infinity where some pod fits on no node. */
  readonly nodes: number | undefined;
  /** The first thing that is not known; those pods are not counted. */
  readonly doubt: Undecidable | undefined;
}

/**
 * Nodes that the pods of a pool need: their requests on what GKE leaves to pods, one disk slot for each volume. GKE's own
 * pods and DaemonSets are not counted.
 */
export function nodesNeeded(pool: Pool, graph: ObjectGraph, usage: Usage, requests?: Requests): NodeNeed {
  const machine = machineType(pool.machine);
  if (machine === undefined) {
    return { nodes: undefined, doubt: undefined };
  }
  const { byPool, doubt: unplaced } = graph.once(placeWorkloads);
  let doubt = unplaced;
  const groups = (byPool.get(pool.object) ?? []).flatMap((object) => {
    try {
      return [podGroup(object, podCount(object, graph, usage).expected, graph, requests)];
    } catch (error) {
      doubt ??= asDoubt(error);
      return [];
    }
  });
  const room = { ...allocatable(machine), volumes: machine.attachLimit, pods: pool.podsPerNode };
  return { nodes: nodesFor(groups, room, pool.zones.count), doubt };
}

/** Pods go to the first of the pools that take them. */
const placeWorkloads = (
  graph: ObjectGraph,
): { byPool: ReadonlyMap<GraphObject, readonly GraphObject[]>; doubt: Undecidable | undefined } => {
  const byPool = new Map<GraphObject, GraphObject[]>();
  let doubt: Undecidable | undefined;
  for (const object of LASTING_KINDS.flatMap((kind) => graph.all(kind))) {
    try {
      const [pool] = isWorkload(object) ? poolsFor(object, graph) : [];
      if (pool !== undefined) {
        const others = byPool.get(pool) ?? [];
        others.push(object);
        byPool.set(pool, others);
      }
    } catch (error) {
      doubt ??= asDoubt(error);
    }
  }
  return { byPool, doubt };
};

function podGroup(object: GraphObject, count: number, graph: ObjectGraph, requests?: Requests): PodGroup {
  const containers = runningContainers(object);
  const sum = (resource: "cpu" | "memory"): number =>
    containers.reduce((total, container) => {
      const name = container.at("name").text ?? "";
      const told = requests?.get(containerKey(object, name))?.[resource];
      return total + (quantity(told ?? requested(container.at("resources"), resource)) ?? 0);
    }, 0);
  return {
    count: Math.ceil(count),
    millicores: Math.ceil(sum("cpu") * MILLICORES),
    memoryBytes: sum("memory"),
    volumes: ownClaims(object).length,
    apart: staysApart(object),
    spread: isSpreadOverZones(object),
    minNodes: fewestNodes(object),
  };
}

/** What a container asks for: its request, or its limit where it has none, as the API server does. */
export function requested(resources: Field, resource: string): unknown {
  const request = resources.at("requests").of(resource);
  return request.isSet ? request.known : resources.at("limits").of(resource).known;
}

/** Key of a container of a workload. */
export function containerKey({ title }: GraphObject, container: string): string {
  return `${title}/${container}`;
}

/** Whether no two pods of a workload may share a node. */
function staysApart(object: GraphObject): boolean {
  const spec = podSpec(object);
  const terms = spec.at("affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution").items;
  return someHolds(
    terms,
    (term) => term.at("topologyKey").text === HOST_LABEL && labelSelects(term.at("labelSelector"), podLabels(object)),
  );
}

/** Whether the pods of a workload must be spread over zones, and wait where they cannot. */
function isSpreadOverZones(object: GraphObject): boolean {
  const constraints = podSpec(object).at("topologySpreadConstraints").items;
  return someHolds(constraints, (one) => mustSpread(one, ZONE_LABEL));
}

/** Nodes below which the pods of a workload wait, because they have to be spread over so many. */
function fewestNodes(object: GraphObject): number {
  const constraints = podSpec(object).at("topologySpreadConstraints").items;
  return constraints
    .filter((one) => mustSpread(one, HOST_LABEL))
    .reduce((most, one) => Math.max(most, one.at("minDomains").number ?? 1), 1);
}

function mustSpread(constraint: Field, topologyKey: string): boolean {
  return constraint.at("topologyKey").text === topologyKey && mustHold(constraint);
}
