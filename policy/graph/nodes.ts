import { DEFAULT_MACHINE_TYPE, isArm, machineFamily } from "../facts/machine-types";
import {
  ARCHITECTURE_LABEL,
  MACHINE_LABEL,
  OS_LABEL,
  GKE_POOL_LABEL,
  PREEMPTIBLE_LABEL,
  PROVISIONING_LABEL,
  SANDBOX_KEY,
  SANDBOX_RUNTIME,
  SPOT_LABEL,
  ZONE_LABELS,
} from "../facts/node-labels";
import { ZONE, clusterFor, clusterOfPool, isAutopilot } from "./clusters";
import { asDoubt } from "./object";
import { podSpec } from "./pods";
import { expressionsSelect } from "./selectors";
import { everyHolds, someHolds } from "./doubts";
import { effectOf, keepsAway, tolerates } from "./taints";
import type { ObjectGraph } from "./graph";
import type { GraphObject, Field } from "./object";
import type { Taint, Toleration } from "./taints";

const FAMILY_LABEL = "cloud.google.com/machine-family";
/** Labels that GKE and Kubernetes set; those that are not told above may have any value. */
const SYSTEM_LABEL = /(?:^|\.)(?:cloud\.google\.com|gke\.io|kubernetes\.io|k8s\.io)\//;
const ARM = "arm64";
/** Zones that GKE takes where a region names none. */
const DEFAULT_ZONES_OF_REGION = 3;
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
  if (cluster === undefined && graph.all("Cluster").length > 0) {
    return [];
  }
  if (cluster !== undefined && isAutopilot(cluster)) {
    return [];
  }
  // A program that makes pools for a cluster of another program: they are all there is to look at.
  const pools = cluster === undefined ? graph.all("NodePool") : (graph.once(relatePools).get(cluster) ?? []);
  const spec = podSpec(object);
  return pools.filter(
    (pool) => isWanted(spec, pool, pools) && isTolerated(spec, pool) && zonesFor(object, pool, graph).count > 0,
  );
}

function isWanted(spec: Field, pool: GraphObject, pools: readonly GraphObject[]): boolean {
  const label = (key: string): string | undefined => poolLabel(pool, key);
  // A label of the system counts where some pool sets it itself.
  const isSet = (key: string): boolean => pools.some((one) => one.at("nodeConfig.labels").of(key).isSet);
  const isTold = (key: string | undefined): boolean =>
    key !== undefined && (TOLD.has(key) || !SYSTEM_LABEL.test(key) || isSet(key));
  const selector = spec.at("nodeSelector").entries.filter(([key]) => isTold(key));
  const told = (term: Field): readonly Field[] =>
    term.at("matchExpressions").items.filter((expression) => isTold(expression.at("key").text));
  const terms = nodeTerms(spec);
  return (
    everyHolds(selector, ([key, value]) => label(key) === value.text) &&
    (terms.length === 0 || someHolds(terms, (term) => expressionsSelect(told(term), label)))
  );
}

/** The alternatives of a required node affinity. */
export function nodeTerms(spec: Field): readonly Field[] {
  return spec.at("affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms").items;
}

const POOL_LABELS: Readonly<Record<string, (pool: GraphObject) => string | undefined>> = {
  [GKE_POOL_LABEL]: (pool) => pool.at("name").text ?? pool.facts.programName,
  [SPOT_LABEL]: (pool) => (pool.at("nodeConfig.spot").flag === true ? "true" : undefined),
  [PREEMPTIBLE_LABEL]: (pool) => (pool.at("nodeConfig.preemptible").flag === true ? "true" : undefined),
  [PROVISIONING_LABEL]: (pool) => (isSpot(pool) ? "spot" : "standard"),
  [MACHINE_LABEL]: machineOf,
  [FAMILY_LABEL]: (pool) => machineFamily(machineOf(pool)),
  [ARCHITECTURE_LABEL]: (pool) => (isArm(machineOf(pool)) ? ARM : "amd64"),
  [OS_LABEL]: () => "linux",
};
const TOLD: ReadonlySet<string> = new Set(Object.keys(POOL_LABELS));

function poolLabel(pool: GraphObject, key: string): string | undefined {
  const told = POOL_LABELS[key];
  return told === undefined ? pool.at("nodeConfig.labels").of(key).text : told(pool);
}

/** The machine type of a pool, or the one that GKE takes. */
export function machineOf(pool: GraphObject): string {
  return pool.at("nodeConfig.machineType").text ?? DEFAULT_MACHINE_TYPE;
}

function isTolerated(spec: Field, pool: GraphObject): boolean {
  // GKE taints Arm nodes, and lets the pods tolerate that which ask for the architecture.
  if (isArm(machineOf(pool)) && !asksForArm(spec)) {
    return false;
  }
  if (!fitsSandbox(spec, pool)) {
    return false;
  }
  // Each is read for itself, so that one that is not known does not hide another that decides.
  return everyHolds(pool.at("nodeConfig.taints").items, (field) => {
    const taint = taintOf(field);
    return !keepsAway(taint) || someHolds(spec.at("tolerations").items, (one) => tolerates(tolerationOf(one), taint));
  });
}

function asksForArm(spec: Field): boolean {
  const byTerm = (term: Field): boolean =>
    someHolds(
      term.at("matchExpressions").items,
      (expression) => expression.at("key").text === ARCHITECTURE_LABEL && expression.at("values").texts.includes(ARM),
    );
  return (
    spec.at("nodeSelector").of(ARCHITECTURE_LABEL).text === ARM ||
    someHolds(nodeTerms(spec), byTerm) ||
    someHolds(spec.at("tolerations").items, (one) => ["", ARCHITECTURE_LABEL].includes(one.at("key").text ?? ""))
  );
}

/** Taint that GKE puts on the nodes of a sandbox, whatever the pool says. */
export const SANDBOX_TAINT: Taint = { key: SANDBOX_KEY, value: SANDBOX_RUNTIME, effect: "NoSchedule" };

/** Pods of the sandbox's class run in one and nowhere else. */
function fitsSandbox(spec: Field, pool: GraphObject): boolean {
  if (spec.at("runtimeClassName").text === SANDBOX_RUNTIME) {
    return isSandbox(pool);
  }
  return (
    !isSandbox(pool) || someHolds(spec.at("tolerations").items, (one) => tolerates(tolerationOf(one), SANDBOX_TAINT))
  );
}

/** Whether a pool's nodes run pods in GKE Sandbox. */
export function isSandbox(pool: GraphObject): boolean {
  return pool.at("nodeConfig.sandboxConfig").isSet;
}

/** The taints of a pool's nodes. */
export function taintsOf(pool: GraphObject): readonly Taint[] {
  const said = pool.at("nodeConfig.taints").items.map(taintOf);
  return isSandbox(pool) ? [...said, SANDBOX_TAINT] : said;
}

function taintOf(field: Field): Taint {
  const part = (name: string): string => field.at(name).text ?? "";
  return { key: part("key"), value: part("value"), effect: effectOf(part("effect")) };
}

function tolerationOf(field: Field): Toleration {
  const part = (name: string): string | undefined => field.at(name).text;
  return { key: part("key"), operator: part("operator"), value: part("value"), effect: part("effect") };
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
  return zonesAt(pool.at("location").text, clusterOfPool(pool, graph));
}

/** The zones of nodes at a location that name none themselves. */
export function zonesAt(own: string | undefined, cluster: GraphObject | undefined): Zones {
  const inherited = cluster?.at("nodeLocations").items ?? [];
  const location = own ?? cluster?.at("location").text;
  if (location !== undefined && ZONE.test(location)) {
    const names = [...new Set([location, ...inherited.map((zone) => zone.text ?? "")])].toSorted();
    return { count: names.length, names };
  }
  return inherited.length > 0
    ? { count: inherited.length, names: inherited.map((zone) => zone.text ?? "").toSorted() }
    : { count: DEFAULT_ZONES_OF_REGION, names: undefined };
}

/** The zones of a pool in which a workload's pods may run. */
export function zonesFor(object: GraphObject, pool: GraphObject, graph: ObjectGraph): Zones {
  const zones = zonesOf(pool, graph);
  const allowed = podZones(podSpec(object));
  if (allowed === undefined) {
    return zones;
  }
  const names = zones.names?.filter((zone) => allowed.includes(zone)) ?? allowed;
  return { count: names.length, names: names.toSorted() };
}

/** The zones that pods ask for, or undefined where they take any. */
function podZones(spec: Field): readonly string[] | undefined {
  for (const label of ZONE_LABELS) {
    const zone = spec.at("nodeSelector").of(label).text;
    if (zone !== undefined) {
      return [zone];
    }
  }
  const terms = nodeTerms(spec).map((term) =>
    term
      .at("matchExpressions")
      .items.filter((one) => ZONE_LABELS.includes(one.at("key").text ?? "") && one.at("operator").text === "In")
      .flatMap((one) => one.at("values").texts),
  );
  // A term without zones takes any.
  return terms.length === 0 || terms.some((zones) => zones.length === 0) ? undefined : [...new Set(terms.flat())];
}
