import { Big } from "big.js";
import { band, times } from "./band";
import { nodesNeeded } from "./demand";
import { ADDRESS_HOUR, CLUSTER_HOUR, FREE_TIER_MONTH, HOURS_A_MONTH, NAT } from "./fees";
import { item } from "./item";
import { MAX_NODES } from "./packing";
import { defaultPoolOf } from "../graph/pools";
import { diskMonth, machineHour } from "./prices";
import { isAutopilot, isZonal } from "../graph/clusters";
import type { ObjectGraph } from "../graph/graph";
import type { GraphObject, Undecidable } from "../graph/object";
import type { Band } from "./band";
import type { Requests } from "./demand";
import type { CostItem } from "./item";
import type { Pool } from "../graph/pools";
import type { PriceTable } from "./prices";
import type { Usage } from "./usage";

/** What an estimate is made with. */
export interface CostContext {
  readonly graph: ObjectGraph;
  readonly prices: PriceTable;
  readonly usage: Usage;
  /** Requests that replace those of the program. @default none */
  readonly requests?: Requests | undefined;
}

/** What a cluster costs: its management, and the pool that it comes with. */
export function clusterItems(cluster: GraphObject, context: CostContext): readonly CostItem[] {
  const fee = item({ title: "management", unit: "hours", quantity: band(HOURS_A_MONTH), price: CLUSTER_HOUR });
  const pool = defaultPoolOf(cluster);
  const [claimed, free] = [context.usage.freeTier === true, freeCluster(context.graph) === cluster];
  return [
    { ...fee, ...(free && !claimed && { note: FREE_TIER_NOTE }) },
    ...(free && claimed ? [credit(fee)] : []),
    ...(isAutopilot(cluster) ? [AUTOPILOT_PODS] : []),
    ...(cluster.at("nodePools").items.length > 0 ? [INLINE_POOLS] : []),
    ...(cluster.at("clusterAutoscaling.enabled").flag === true ? [ADDED_NODES] : []),
    ...(pool === undefined ? [] : poolItems(pool, context)),
  ];
}

/** Something of which nobody here knows what it costs. */
const unpriced = (title: string, unit: string, note?: string): CostItem =>
  item({ title, unit, quantity: undefined, price: undefined, ...(note !== undefined && { note }) });

const INLINE_POOLS = unpriced("pools within the cluster", "hours", "only pools of their own are counted");
const ADDED_NODES = unpriced("nodes that GKE adds by itself", "hours");

const FREE_TIER_NOTE = "one zonal or Autopilot cluster of a billing account is free";

/** The cluster that the free tier is for: one of an account, and never a regional one. */
function freeCluster(graph: ObjectGraph): GraphObject | undefined {
  return graph.all("Cluster").find((cluster) => isAutopilot(cluster) || isZonal(cluster));
}

function credit(fee: CostItem): CostItem {
  const most = fee.monthly?.expected ?? new Big(0);
  const given = most.lt(FREE_TIER_MONTH) ? most : FREE_TIER_MONTH;
  return item({ title: "free tier", unit: "months", quantity: band(1), price: given.times(-1) });
}

const AUTOPILOT_PODS = unpriced("pods, by their requests", "hours", "prices of Autopilot are not in the table");

/** What the nodes of a pool cost: machines and boot disks. */
export function poolItems(pool: Pool, context: CostContext): readonly CostItem[] {
  const { boot, machine, region = "", spot } = pool;
  const nodes = nodeBand(pool, context);
  return [
    item({
      title: `${machine}, ${spot ? "Spot" : "on demand"}`,
      unit: "hours",
      quantity: times(nodes.band, HOURS_A_MONTH),
      price: machineHour(context.prices, region, machine, spot),
      ...(nodes.note !== undefined && { note: nodes.note }),
      ...(nodes.doubt !== undefined && { doubt: nodes.doubt }),
      ...(spot && { spot }),
    }),
    ...pool.extras.map(({ count, title }) =>
      item({ title, unit: "hours", quantity: times(nodes.band, count * HOURS_A_MONTH), price: undefined }),
    ),
    ...(pool.isPublic
      ? [
          item({
            title: "addresses of the nodes",
            unit: "hours",
            quantity: times(nodes.band, HOURS_A_MONTH),
            price: ADDRESS_HOUR,
          }),
        ]
      : []),
    item({
      title: `boot disks, ${boot.type}`,
      unit: "GiB",
      quantity: times(nodes.band, boot.gib),
      price: diskMonth(context.prices, region, boot.type, false),
    }),
  ];
}

/** Nodes of a pool, and what should be known about them. */
interface PoolNodes {
  readonly band: Band;
  readonly note?: string;
  readonly doubt?: Undecidable | undefined;
}

/** Nodes of a pool: its bounds, and between them what a usage file says or the workloads need. */
export function nodeBand(pool: Pool, { graph, requests, usage }: CostContext): PoolNodes {
  const { max, min, name } = pool;
  const told = usage.nodes?.[name];
  if (told !== undefined) {
    return { band: band(Math.min(min, told), told, Math.max(max, told)) };
  }
  const { doubt, nodes = min } = nodesNeeded(pool, graph, usage, requests);
  return {
    band: band(min, Math.min(Math.max(nodes, min), max), max),
    doubt: min === max ? undefined : doubt,
    ...(nodes > max && { note: `${shortage(nodes)}, and there are at most ${String(max)}` }),
  };
}

/** Why a pool has too few nodes. */
function shortage(needed: number): string {
  if (needed === Infinity) {
    return "a pod fits on none of these machines";
  }
  return needed > MAX_NODES
    ? `the pods need more than ${String(MAX_NODES)} nodes`
    : `the pods need ${String(needed)} nodes`;
}

/** What a NAT gateway costs, for the machines behind it. */
export function natItems(nat: GraphObject, machines: Band, { usage }: CostContext): readonly CostItem[] {
  const hours = (count: Big): Big => (count.gt(NAT.machines) ? NAT.gatewayHour : NAT.machineHour.times(count));
  const hourly = { min: hours(machines.min), expected: hours(machines.expected), max: hours(machines.max) };
  // Addresses that the program makes are counted where it makes them, and a private gateway has none.
  const madeByGoogle = nat.at("natIps").items.length === 0 && nat.at("type").text !== "PRIVATE";
  return [
    item({
      title: "gateway, for each machine",
      unit: "hours",
      quantity: times(machines, HOURS_A_MONTH),
      price: NAT.machineHour,
      monthly: times(hourly, HOURS_A_MONTH),
      note: `more than ${String(NAT.machines)} machines: $${NAT.gatewayHour.toString()} an hour`,
    }),
    ...(madeByGoogle
      ? [
          item({
            title: "addresses, one or more",
            unit: "hours",
            quantity: band(HOURS_A_MONTH),
            price: ADDRESS_HOUR,
          }),
        ]
      : []),
    item({
      title: "data in either direction",
      unit: "GiB",
      byUsage: true,
      quantity: usage.natGiB === undefined ? undefined : band(usage.natGiB),
      price: NAT.gib,
    }),
  ];
}
