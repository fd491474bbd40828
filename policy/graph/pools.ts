import { machineType } from "../facts/machine-types";
import { clusterOfPool, isAutopilot, regionOf } from "./clusters";
import { isSpot, machineOf, zonesAt, zonesOf } from "./nodes";
import { ifKnown } from "./doubts";
import { Undecidable } from "./object";
import type { ObjectGraph } from "./graph";
import type { Zones } from "./nodes";
import type { GraphObject, Field } from "./object";

/** Nodes of one kind, and how many there may be. */
export interface Pool {
  /** The NodePool, or the cluster for the pool that it comes with. */
  readonly object: GraphObject;
  /** How a usage file and messages name it. */
  readonly name: string;
  /** Region, for example `europe-west1`; undefined where the program does not say. */
  readonly region: string | undefined;
  /** Machine type. */
  readonly machine: string;
  /** Whether Google may take the machines back. */
  readonly spot: boolean;
  /** Zones that the nodes are in. */
  readonly zones: Zones;
  /** Fewest nodes, all zones together. */
  readonly min: number;
  /** Most nodes, all zones together. */
  readonly max: number;
  /** Whether only all zones together have bounds, and a zone may have any share of them. */
  readonly isBoundTogether: boolean;
  /** Whether nodes have addresses of their own. */
  readonly isPublic: boolean;
  /** Graphics processors and the like of a node, and local disks: what has no known price. */
  readonly extras: readonly { readonly title: string; readonly count: number }[];
  /** Boot disk of a node. */
  readonly boot: { readonly type: string; readonly gib: number };
  /** Most pods on a node. */
  readonly podsPerNode: number;
  /** Nodes that an upgrade adds for a while; `all` where a second pool of the same size stands beside it. */
  readonly surge: number | "all";
}

/** Boot disk of a node in GiB where a pool does not say. Source: https://cloud.google.com/kubernetes-engine/docs/how-to/custom-boot-disks */
const DEFAULT_BOOT_GIB = 100;
/** Most pods on a node where a pool does not say. Source: https://cloud.google.com/kubernetes-engine/quotas */
export const DEFAULT_PODS_PER_NODE = 110;

/** Nodes that an upgrade adds where a pool does not say. Source: https://cloud.google.com/kubernetes-engine/docs/concepts/node-pool-upgrade-strategies */
const DEFAULT_SURGE = 1;

/** A NodePool as a pool. Throws Undecidable where it cannot be told. */
export function poolOf(object: GraphObject, graph: ObjectGraph): Pool {
  const cluster = clusterOfPool(object, graph);
  const location = object.at("location").text ?? cluster?.at("location").text;
  const zones = zonesOf(object, graph);
  const isPrivate =
    object.at("networkConfig.enablePrivateNodes").flag ?? (cluster !== undefined && hasPrivateNodes(cluster));
  return {
    ...machineFacts(object),
    spot: isSpot(object),
    region: location === undefined ? undefined : regionOf(location),
    zones,
    isPublic: !isPrivate,
    ...bounds(object, zones.count),
  };
}

/** The pool that a cluster comes with, or undefined where it is removed, or others take its place. */
export function defaultPoolOf(cluster: GraphObject): Pool | undefined {
  const removed = cluster.at("removeDefaultNodePool").flag === true;
  if (removed || isAutopilot(cluster) || cluster.at("nodePools").items.length > 0) {
    return undefined;
  }
  const location = cluster.at("location").text;
  const zones = zonesAt(undefined, cluster);
  const nodes = (nodeCount(cluster.at("initialNodeCount")) ?? unsaid(cluster)) * zones.count;
  return {
    ...machineFacts(cluster),
    name: defaultPoolName(cluster),
    spot: isSpot(cluster),
    region: location === undefined ? undefined : regionOf(location),
    zones,
    isPublic: !hasPrivateNodes(cluster),
    min: nodes,
    max: nodes,
    isBoundTogether: false,
  };
}

/** Google asks for a number of nodes, and no page says what a pool without one gets. */
function unsaid(pool: GraphObject): never {
  throw new Undecidable(pool.root, "it says neither initialNodeCount nor nodeCount nor autoscaling");
}

function machineFacts(
  object: GraphObject,
): Pick<Pool, "object" | "name" | "machine" | "boot" | "extras" | "podsPerNode" | "surge"> {
  const config = object.at("nodeConfig");
  const machine = machineOf(object);
  const boot = config.at("bootDisk");
  return {
    object,
    name: nameOf(object),
    machine,
    boot: {
      type: boot.at("diskType").text ?? config.at("diskType").text ?? defaultBootType(machine),
      gib: boot.at("sizeGb").number ?? config.at("diskSizeGb").number ?? DEFAULT_BOOT_GIB,
    },
    extras: extrasOf(config),
    podsPerNode: object.at("maxPodsPerNode").number ?? DEFAULT_PODS_PER_NODE,
    surge: surgeOf(object.at("upgradeSettings")),
  };
}

function surgeOf(upgrade: Field): Pool["surge"] {
  return upgrade.at("strategy").text === "BLUE_GREEN" ? "all" : (upgrade.at("maxSurge").number ?? DEFAULT_SURGE);
}

/** Local disks, by where a pool says how many. */
const LOCAL_DISKS = [
  "localSsdCount",
  "localNvmeSsdBlockConfig.localSsdCount",
  "ephemeralStorageLocalSsdConfig.localSsdCount",
];

function extrasOf(config: Field): Pool["extras"] {
  const accelerators = config
    .at("guestAccelerators")
    .items.map((one) => ({ title: one.at("type").text ?? "accelerators", count: one.at("count").number ?? 1 }));
  const disks = LOCAL_DISKS.map((path) => ({ title: "local SSDs", count: config.at(path).number ?? 0 }));
  return [...accelerators, ...disks].filter(({ count }) => count > 0);
}

/** What GKE takes where a pool does not say; machines that cannot attach the one get the other. Source: as {@link DEFAULT_BOOT_GIB} */
function defaultBootType(machine: string): string {
  return machineType(machine)?.disks === "hyperdisk" ? "hyperdisk-balanced" : "pd-balanced";
}

/** The name in the program, which is known before the provider makes one up. */
function nameOf({ facts, name, title }: GraphObject): string {
  return facts.programName ?? name ?? title;
}

/** A number of nodes. Throws Undecidable where it is none that can be. */
function nodeCount(field: Field): number | undefined {
  const { number } = field;
  if (field.isSet && !(number !== undefined && number >= 0 && Number.isFinite(number))) {
    throw new Undecidable(field, `${field.path} is ${field.shown}, which is no number of nodes`);
  }
  return number;
}

function bounds(pool: GraphObject, zones: number): Pick<Pool, "min" | "max" | "isBoundTogether"> {
  const limits = pool.at("autoscaling");
  const number = (key: string): number | undefined => nodeCount(limits.at(key));
  const totalMax = number("totalMaxNodeCount") ?? 0;
  if (totalMax > 0) {
    return { min: number("totalMinNodeCount") ?? 0, max: totalMax, isBoundTogether: true };
  }
  const each = limits.isSet ? { min: number("minNodeCount") ?? 0, max: number("maxNodeCount") ?? 0 } : fixedCount(pool);
  return { min: each.min * zones, max: each.max * zones, isBoundTogether: false };
}

function fixedCount(pool: GraphObject): Pick<Pool, "min" | "max"> {
  const fixed = nodeCount(pool.at("nodeCount")) ?? nodeCount(pool.at("initialNodeCount")) ?? unsaid(pool);
  return { min: fixed, max: fixed };
}

/** The pools of a graph: NodePools, and those that clusters come with. */
export function poolsOf(graph: ObjectGraph): readonly Pool[] {
  return [
    ...graph.all("Cluster").flatMap((cluster) => defaultPoolOf(cluster) ?? []),
    ...graph.all("NodePool").map((pool) => poolOf(pool, graph)),
  ];
}

/** How a usage file names the pools of a graph. */
export function poolNames(graph: ObjectGraph): readonly string[] {
  const clusters = graph.all("Cluster").filter((cluster) => ifKnown(() => defaultPoolOf(cluster) !== undefined, true));
  return [...clusters.map(defaultPoolName), ...graph.all("NodePool").map(nameOf)];
}

function defaultPoolName(cluster: GraphObject): string {
  return `${nameOf(cluster)} default pool`;
}

/** Whether the nodes of pools that say nothing have no addresses that the internet knows. */
function hasPrivateNodes(cluster: GraphObject): boolean {
  return (
    cluster.at("networkConfig.enablePrivateNodes").flag === true ||
    cluster.at("privateClusterConfig.enablePrivateNodes").flag === true
  );
}
