import { Big } from "big.js";
import { MACHINE_SHAPES } from "../facts/machine-shapes";
import { PRICES_VERSION } from "./prices";
import type { DiskRates, MachineRates, PriceTable, RegionPrices } from "./prices";

/**
 * List prices of the Cloud Billing Catalog API as a price table.
 * Sources: https://cloud.google.com/billing/docs/reference/rest/v1/services.skus, and for the descriptions of the SKUs
 * build/mapping.csv of Cyclenerd/google-cloud-pricing-cost-calculator (Apache-2.0).
 */

/** Compute Engine in the catalog. */
export const COMPUTE_SERVICE = "6F81-5844-456A";

/** A price that holds from an amount on. */
interface TieredRate {
  readonly startUsageAmount: number;
  readonly unitPrice: { readonly units?: string | undefined; readonly nanos?: number | undefined };
}

/** A SKU as the catalog writes it; what nobody reads is left out. */
export interface Sku {
  readonly description: string;
  readonly category: { readonly usageType: string };
  readonly serviceRegions: readonly string[];
  readonly pricingInfo: readonly {
    readonly pricingExpression: { readonly usageUnit: string; readonly tieredRates: readonly TieredRate[] };
  }[];
}

/** Family → how descriptions begin, where that is not the family in capitals and `Instance`. */
const FAMILY_NAMES: Readonly<Record<string, string>> = {
  c4a: "C4A Arm Instance",
  n1: "N1 Predefined Instance",
  n2d: "N2D AMD Instance",
  t2d: "T2D AMD Instance",
};
const FAMILY_BY_NAME = new Map(
  Object.keys(MACHINE_SHAPES).map((family) => [FAMILY_NAMES[family] ?? `${family.toUpperCase()} Instance`, family]),
);
const MACHINE = /^(Spot Preemptible )?(.+ Instance) (Core|Ram) running in /;

/** Disk type and replication → how descriptions begin. */
const DISKS: readonly (readonly [pattern: RegExp, type: string, place: 0 | 1])[] = [
  [/^Balanced PD Capacity(?: in .+)?$/, "pd-balanced", 0],
  [/^Regional Balanced PD Capacity(?: in .+)?$/, "pd-balanced", 1],
  [/^SSD backed PD Capacity(?: in .+)?$/, "pd-ssd", 0],
  [/^Regional SSD backed PD Capacity(?: in .+)?$/, "pd-ssd", 1],
  [/^Storage PD Capacity(?: in .+)?$/, "pd-standard", 0],
  [/^Regional Storage PD Capacity(?: in .+)?$/, "pd-standard", 1],
];
const SNAPSHOT = /^Storage PD Snapshot(?: in .+)?$/;
const SPOT = "Preemptible";
const ON_DEMAND = "OnDemand";
const HOUR_UNITS = ["h", "GiBy.h"];
const GIB_MONTH = "GiBy.mo";
const NANOS = "1e-9";

interface Draft {
  machines: Record<string, [number | null, number | null, number | null, number | null]>;
  disks: Record<string, [number | null, number | null]>;
  snapshots: number | null;
}

/** A price table of the SKUs of Compute Engine. What the catalog does not have is not in the table. */
export function tableFrom(skus: Iterable<Sku>, date: string): PriceTable {
  const regions = new Map<string, Draft>();
  for (const sku of skus) {
    const note = notes(sku);
    if (note !== undefined) {
      for (const region of sku.serviceRegions) {
        const draft = regions.get(region) ?? { machines: {}, disks: {}, snapshots: null };
        regions.set(region, draft);
        note(draft);
      }
    }
  }
  return {
    version: PRICES_VERSION,
    currency: "USD",
    date,
    source: "Cloud Billing Catalog API",
    regions: Object.fromEntries(
      [...regions]
        .filter(([, { disks, machines }]) => Object.keys(machines).length > 0 || Object.keys(disks).length > 0)
        .toSorted(([one], [other]) => (one < other ? -1 : 1))
        .map(([region, draft]) => [region, sorted(draft)]),
    ),
  };
}

function sorted({ disks, machines, snapshots }: Draft): RegionPrices {
  const inOrder = <T extends readonly (number | null)[]>(map: Record<string, T>): Record<string, T> =>
    Object.fromEntries(
      Object.entries(map)
        .toSorted(([one], [other]) => (one < other ? -1 : 1))
        .map(([name, rates]) => [name, withoutConflicts(rates)]),
    );
  return {
    machines: inOrder<MachineRates>(machines),
    disks: inOrder<DiskRates>(disks),
    snapshots: Number.isNaN(snapshots) ? null : snapshots,
  };
}

/** How a SKU is noted in a region, or undefined where it is none that a table has. */
function notes(sku: Sku): ((draft: Draft) => void) | undefined {
  const price = priceOf(sku);
  if (price === undefined) {
    return undefined;
  }
  const { rate, unit } = price;
  return HOUR_UNITS.includes(unit) ? machineNote(sku, rate) : unit === GIB_MONTH ? storageNote(sku, rate) : undefined;
}

function machineNote({ category, description }: Sku, rate: number): ((draft: Draft) => void) | undefined {
  const [, spot, name = "", part] = MACHINE.exec(description) ?? [];
  const family = FAMILY_BY_NAME.get(name);
  const wanted = spot === undefined ? ON_DEMAND : SPOT;
  if (family === undefined || category.usageType !== wanted) {
    return undefined;
  }
  const place = (spot === undefined ? 0 : 2) + (part === "Core" ? 0 : 1);
  return ({ machines }) => {
    const rates = (machines[family] ??= [null, null, null, null]);
    rates[place] = settled(rates[place] ?? null, rate);
  };
}

function storageNote({ category, description }: Sku, rate: number): ((draft: Draft) => void) | undefined {
  if (category.usageType !== ON_DEMAND) {
    return undefined;
  }
  if (SNAPSHOT.test(description)) {
    return (draft) => {
      draft.snapshots = settled(draft.snapshots, rate);
    };
  }
  const disk = DISKS.find(([pattern]) => pattern.test(description));
  return disk === undefined
    ? undefined
    : ({ disks }) => {
        const rates = (disks[disk[1]] ??= [null, null]);
        rates[disk[2]] = settled(rates[disk[2]], rate);
      };
}

/** Two SKUs that say different things of one price: nobody knows it then. */
const CONFLICT = NaN;

function settled(known: number | null, rate: number): number {
  return known === null || known === rate ? rate : CONFLICT;
}

function withoutConflicts<Rates extends readonly (number | null)[]>(rates: Rates): Rates {
  return rates.map((rate) => (Number.isNaN(rate) ? null : rate)) as unknown as Rates;
}

/** The price beyond what is free: that of the last tier. */
function priceOf({ pricingInfo }: Sku): { rate: number; unit: string } | undefined {
  const [current] = pricingInfo;
  const last = current?.pricingExpression.tieredRates
    .toSorted((one, other) => one.startUsageAmount - other.startUsageAmount)
    .at(-1);
  if (current === undefined || last === undefined) {
    return undefined;
  }
  const { nanos = 0, units = "0" } = last.unitPrice;
  return {
    rate: new Big(units).plus(new Big(nanos).times(NANOS)).toNumber(),
    unit: current.pricingExpression.usageUnit,
  };
}
