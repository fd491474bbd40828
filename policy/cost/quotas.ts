import { Big } from "big.js";
import { FIRST_QUOTAS } from "../facts/first-quotas";
import { machineFamily, machineType } from "../facts/machine-types";
import { SHARED_CORE_SHAPES } from "../facts/machine-shapes";
import { ifKnown } from "../graph/doubts";
import { isWorkload } from "../graph/pods";
import { poolsOf } from "../graph/pools";
import { band, sumOf, times } from "./band";
import { nodeBand } from "./compute";
import { LASTING_KINDS } from "./demand";
import { claimDisks } from "./storage";
import type { FirstQuota } from "../facts/first-quotas";
import type { Pool } from "../graph/pools";
import type { Band } from "./band";
import type { CostContext } from "./compute";

/** What a project must be allowed to have of something in a region (allocation quota of Compute Engine). */
export interface QuotaNeed {
  readonly region: string;
  /** Name of the quota in Compute Engine's errors, such as `SSD_TOTAL_GB`; for what has none that is known here, what it counts. */
  readonly quota: string;
  /** Least, expected and most. The last two with the nodes that the upgrade of one pool adds. */
  readonly need: Band;
  /** What a new project has; undefined where nobody reported it. */
  readonly first: FirstQuota | undefined;
}

/** Part of a need, before those of the same quota are added up. */
type Part = Omit<QuotaNeed, "first">;

/** CPU that a shared-core machine has, whatever share of it pods can count on. Source: https://cloud.google.com/compute/docs/general-purpose-machines */
const SHARED_CORE_CPUS = 2;
/** Families whose CPU counts for the quota CPUS. Others have one each. Source: https://cloud.google.com/compute/resource-usage */
const FAMILIES_OF_CPUS: readonly string[] = ["e2", "n1"];
/** Quotas of disks by type. Balanced disks are SSDs too. Source: https://cloud.google.com/compute/resource-usage */
const DISK_QUOTAS: Readonly<Record<string, string>> = {
  "pd-balanced": "SSD_TOTAL_GB",
  "pd-ssd": "SSD_TOTAL_GB",
  "pd-standard": "DISKS_TOTAL_GB",
};
const ZONES_OF_A_REGIONAL_DISK = 2;
const ADDRESSES = "IN_USE_ADDRESSES";

/** What the objects of a graph need of a project's quota, as far as it is known: what is not is said by the estimate. */
export function quotaNeeds(context: CostContext): readonly QuotaNeed[] {
  const pools = ifKnown(() => poolsOf(context.graph), []).flatMap((pool) =>
    ifKnown(() => [{ pool, nodes: nodeBand(pool, context).band }], []),
  );
  const surges = alike(pools.flatMap(({ nodes, pool }) => poolParts(pool, surgeOf(pool, nodes))));
  const parts = [
    ...pools.flatMap(({ nodes, pool }) => poolParts(pool, nodes)),
    ...surges.flatMap(largest),
    ...diskParts(context),
    ...addressParts(context),
  ];
  return alike(parts).map((some) => {
    const [{ quota, region }] = some;
    return { region, quota, need: sumOf(some.map(({ need }) => need)), first: FIRST_QUOTAS[quota] };
  });
}

/** Parts of one quota in one region, those of nothing left out. */
function alike(parts: readonly Part[]): readonly (readonly [Part, ...Part[]])[] {
  const groups = Map.groupBy(
    parts.filter(({ need }) => need.max.gt(0)),
    ({ quota, region }) => `${region} ${quota}`,
  );
  return [...groups.values()].flatMap(([first, ...rest]) => (first === undefined ? [] : [[first, ...rest] as const]));
}

/** GKE upgrades one pool after the other, so the pool that adds most counts. */
function largest(parts: readonly Part[]): readonly Part[] {
  return parts.toSorted((one, other) => other.need.max.cmp(one.need.max)).slice(0, 1);
}

/** Machines, boot disks and addresses of the nodes of a pool. */
function poolParts({ boot, isPublic, machine, region }: Pool, nodes: Band): readonly Part[] {
  const cpus = Object.hasOwn(SHARED_CORE_SHAPES, machine) ? SHARED_CORE_CPUS : machineType(machine)?.vcpu;
  return region === undefined
    ? []
    : [
        ...(cpus === undefined ? [] : [{ region, quota: cpuQuota(machine), need: times(nodes, cpus) }]),
        { region, quota: diskQuota(boot.type), need: times(nodes, boot.gib) },
        ...(isPublic ? [{ region, quota: ADDRESSES, need: nodes }] : []),
      ];
}

/** An upgrade comes by itself, so its nodes belong to what is expected; not to the least, which the first `up` asks for. */
function surgeOf({ surge }: Pool, nodes: Band): Band {
  return surge === "all" ? { ...nodes, min: new Big(0) } : band(0, surge, surge);
}

function cpuQuota(machine: string): string {
  const family = machineFamily(machine);
  return FAMILIES_OF_CPUS.includes(family) ? "CPUS" : `CPUs of ${family}`;
}

function diskQuota(type: string): string {
  return DISK_QUOTAS[type] ?? `GB of ${type}`;
}

/** Disks of claims; one in two zones counts in both. */
function diskParts(context: CostContext): readonly Part[] {
  const { graph } = context;
  const workloads = LASTING_KINDS.flatMap((kind) => graph.all(kind)).filter((one) =>
    ifKnown(() => isWorkload(one), false),
  );
  return workloads
    .flatMap((one) => ifKnown(() => claimDisks(one, context), []))
    .map(({ gib, region, regional, type }) => ({
      region,
      quota: diskQuota(type),
      need: regional ? times(gib, ZONES_OF_A_REGIONAL_DISK) : gib,
    }));
}

/** One address for each NAT gateway to which Google gives them; more machines may need more. */
function addressParts({ graph }: CostContext): readonly Part[] {
  return graph.all("RouterNat").flatMap((nat) =>
    ifKnown(() => {
      const region = nat.at("region").text;
      return region === undefined || nat.at("natIps").items.length > 0
        ? []
        : [{ region, quota: ADDRESSES, need: band(1) }];
    }, []),
  );
}
