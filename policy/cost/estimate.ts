import { band, sumOf } from "./band";
import { clusterItems, natItems, nodeBand, poolItems } from "./compute";
import { quotaNeeds } from "./quotas";
import { LASTING_KINDS, podCount } from "./demand";
import { ADDRESS_HOUR, HOURS_A_MONTH, INTER_ZONE_GIB, LOGGING } from "./fees";
import { costOf, isUnpriced, item } from "./item";
import { regionOf } from "../graph/clusters";
import { poolOf, poolsOf } from "../graph/pools";
import { backupItems } from "./backups";
import { claimItems, diskItems, idleClaimsMonth, snapshotItems, workloadItems } from "./storage";
import { asDoubt } from "../graph/object";
import { isWorkload } from "../graph/pods";
import { unpricedTypes } from "./coverage";
import { ifKnown } from "../graph/doubts";
import type { ObjectGraph } from "../graph/graph";
import type { Kind } from "../graph/kinds";
import type { GraphObject, Undecidable } from "../graph/object";
import type { Big } from "big.js";
import type { Band } from "./band";
import type { CostContext } from "./compute";
import type { CostEntry, CostItem } from "./item";
import type { QuotaNeed } from "./quotas";
import type { UnpricedType } from "./coverage";

/** Something that could not be counted, because a value is not known before its resource exists. */
interface CostDoubt {
  /** Object as messages name it. */
  readonly title: string;
  /** What is not known. */
  readonly doubt: Undecidable;
}

/** What a pod costs. */
interface PodCost {
  /** The StatefulSet. */
  readonly title: string;
  /** Pods that are expected. */
  readonly pods: number;
  /** Price a month of the claims that a pod leaves behind when nobody uses them; undefined where it is not known. */
  readonly idleClaims: Big | undefined;
}

/** What a plan costs a month at list prices. */
export interface Estimate {
  /** Currency. */
  readonly currency: string;
  /** Day of the prices. */
  readonly date: string;
  /** Source of the prices. */
  readonly source: string;
  /** What costs money, in the order of the program. */
  readonly entries: readonly CostEntry[];
  /** All of it, as far as it is known. */
  readonly total: Band;
  /** The part of it that is paid for Spot machines, whose price changes. */
  readonly spot: Band;
  /** For each StatefulSet. */
  readonly pods: readonly PodCost[];
  /** Everything divided by the hours in which somebody used a pod; undefined without StatefulSets. */
  readonly sessionHour: Big | undefined;
  /** Those hours, where the usage tells; undefined for every hour of every pod. */
  readonly sessionHours: number | undefined;
  /** Google Cloud types of the plan of which nobody here knows whether or what they cost. */
  readonly unpriced: readonly UnpricedType[];
  /** What the project must be allowed to have. */
  readonly quotas: readonly QuotaNeed[];
  /** What could not be counted. */
  readonly doubts: readonly CostDoubt[];
}

/** Entries by kind of object: what costs something by itself. */
const ENTRIES: Readonly<Partial<Record<Kind, (object: GraphObject, context: CostContext) => readonly CostItem[]>>> = {
  Address: (address) =>
    address.at("addressType").text === "INTERNAL"
      ? []
      : [item({ title: "address", unit: "hours", quantity: band(HOURS_A_MONTH), price: ADDRESS_HOUR })],
  BackupPlan: backupItems,
  Cluster: clusterItems,
  Disk: diskItems,
  NodePool: (object, context) => poolItems(poolOf(object, context.graph), context),
  PersistentVolumeClaim: claimItems,
  RegionDisk: diskItems,
  RouterNat: (object, context) => natItems(object, machinesBehind(context), context),
  ...Object.fromEntries(LASTING_KINDS.map((kind) => [kind, lastingItems])),
};

function lastingItems(object: GraphObject, context: CostContext): readonly CostItem[] {
  return isWorkload(object) ? workloadItems(object, context) : [];
}

/** What the objects of a graph cost a month. */
export function estimate(context: CostContext): Estimate {
  const { graph, prices, usage } = context;
  const doubts: CostDoubt[] = [];
  const entries = [...objectEntries(context, doubts), ...projectEntries(context)];
  const items = entries.flatMap((entry) => entry.items);
  doubts.push(...itemDoubts(entries));
  const total = costOf(items);
  const pods = graph
    .all("StatefulSet")
    .filter((object) => ifKnown(() => isWorkload(object), false))
    .flatMap((object) => podCost(object, context, doubts));
  const podHours = usage.sessionHours ?? pods.reduce((sum, { pods: count }) => sum + count, 0) * HOURS_A_MONTH;
  return {
    currency: prices.currency,
    date: prices.date,
    source: prices.source,
    entries,
    total,
    spot: costOf(items.filter(({ spot }) => spot === true)),
    pods,
    sessionHour: podHours > 0 && isBilled(graph) ? total.expected.div(podHours) : undefined,
    sessionHours: usage.sessionHours,
    unpriced: unpricedTypes(graph),
    quotas: quotaNeeds(context),
    doubts,
  };
}

/** What is there and has no known price, with items named as the caller names them. */
export function unpricedTitles(
  { entries, unpriced }: Estimate,
  nameItem: (item: string, object: string) => string,
): readonly string[] {
  return [
    ...entries.flatMap(({ items, title }) => items.filter(isUnpriced).map((item) => nameItem(item.title, title))),
    ...unpriced.map(({ count, type }) => `${String(count)} × ${type}`),
  ];
}

/** What is not known of quantities that are counted all the same. One doubt is said once, wherever it comes from. */
function itemDoubts(entries: readonly CostEntry[]): readonly CostDoubt[] {
  const doubts = entries.flatMap(({ items }) => items.flatMap(({ doubt }) => doubt ?? []));
  const byText = new Map(doubts.map((doubt) => [doubt.field.owner.title + doubt.message, doubt]));
  return [...byText.values()].map((doubt) => ({ title: doubt.field.owner.title, doubt }));
}

/** Whether Google bills the machines of a graph, as far as the graph tells. */
function isBilled(graph: ObjectGraph): boolean {
  return graph.all("Cluster").length > 0 || graph.all("NodePool").length > 0;
}

function objectEntries(context: CostContext, doubts: CostDoubt[]): readonly CostEntry[] {
  return context.graph.objects.flatMap((object) => {
    const itemsOf = ENTRIES[object.kind];
    if (itemsOf === undefined) {
      return [];
    }
    const items = counted(object, () => itemsOf(object, context), doubts) ?? [];
    return items.length === 0 ? [] : [{ title: object.title, urn: object.urn, items }];
  });
}

function counted<T>({ title }: GraphObject, work: () => T, doubts: CostDoubt[]): T | undefined {
  try {
    return work();
  } catch (error) {
    doubts.push({ title, doubt: asDoubt(error) });
    return undefined;
  }
}

/** What is billed to the project, and to none of its objects. */
function projectEntries({ graph, prices, usage }: CostContext): readonly CostEntry[] {
  const policies = policyItems(graph);
  const [cluster] = graph.all("Cluster");
  if (cluster === undefined) {
    return policies.length === 0 ? [] : [{ title: "project", urn: undefined, items: policies }];
  }
  const location = ifKnown(() => cluster.at("location").text, undefined);
  const hasSnapshots = graph.all("VolumeSnapshotClass").length > 0;
  const snapshots = hasSnapshots
    ? snapshotItems(location === undefined ? undefined : regionOf(location), { graph, prices, usage })
    : [];
  const items = [
    ...snapshots,
    item({
      title: `logs beyond ${String(LOGGING.freeGib)} GiB`,
      byUsage: true,
      unit: "GiB",
      quantity: usage.logsGiB === undefined ? undefined : band(Math.max(0, usage.logsGiB - LOGGING.freeGib)),
      price: LOGGING.gib,
    }),
    item({
      title: "traffic between zones",
      byUsage: true,
      unit: "GiB",
      quantity: usage.interZoneGiB === undefined ? undefined : band(usage.interZoneGiB),
      price: INTER_ZONE_GIB,
    }),
    item({
      title: "managed Prometheus",
      unit: "million samples",
      byUsage: true,
      quantity: undefined,
      price: undefined,
    }),
    ...policies,
  ];
  return [{ title: "project", urn: undefined, items }];
}

/** Alerting policies of Cloud Monitoring, by quantity: their price is not in the table. Source: https://cloud.google.com/products/observability/pricing */
function policyItems(graph: ObjectGraph): readonly CostItem[] {
  const count = graph.all("Other").filter(({ facts }) => facts.kindName === "AlertPolicy").length;
  const title = "alerting policies, and what they read";
  return count === 0 ? [] : [item({ title, unit: "policies", byUsage: true, quantity: band(count), price: undefined })];
}

/** Machines that use a NAT gateway: those without addresses of their own. */
function machinesBehind(context: CostContext): Band {
  const hidden = poolsOf(context.graph).filter(({ isPublic }) => !isPublic);
  return sumOf(hidden.map((pool) => nodeBand(pool, context).band));
}

function podCost(object: GraphObject, context: CostContext, doubts: CostDoubt[]): readonly PodCost[] {
  const count = counted(object, () => podCount(object, context.graph, context.usage), doubts);
  return count === undefined
    ? []
    : [
        {
          title: object.title,
          pods: count.expected,
          idleClaims: ifKnown(() => idleClaimsMonth(object, context), undefined),
        },
      ];
}
