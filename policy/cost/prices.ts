import { entryOf } from "../facts/entry";
import { Big } from "big.js";
import { machineType } from "../facts/machine-types";

/** Price for each vCPU and each GiB of memory an hour, on demand and on Spot; null where there is none. */
export type MachineRates = readonly [
  vcpu: number | null,
  gib: number | null,
  spotVcpu: number | null,
  spotGib: number | null,
];

/** Price for each GiB a month, in one zone and in two; null where there is none. */
export type DiskRates = readonly [zonal: number | null, regional: number | null];

/** List prices of a region. */
export interface RegionPrices {
  /**
   * Machine family → rates. Every predefined machine costs what its vCPU and memory cost. Of t2d the source has only machines
   * with 4 GiB for each vCPU, so its vCPU includes them.
   */
  readonly machines: Readonly<Record<string, MachineRates>>;
  /** Disk type → rates. */
  readonly disks: Readonly<Record<string, DiskRates>>;
  /** Price for each GiB a month that snapshots store in the region; null where there is none. */
  readonly snapshots: number | null;
}

/** List prices without discounts. What is not in it has no known price. */
export interface PriceTable {
  /** Version of the shape. */
  readonly version: typeof PRICES_VERSION;
  /** Currency of all prices. */
  readonly currency: "USD";
  /** Day on which they were read, as in `2026-07-30`. */
  readonly date: string;
  /** Where they come from. */
  readonly source: string;
  /** Region → prices. */
  readonly regions: Readonly<Record<string, RegionPrices>>;
}

/** Version of the shape of {@link PriceTable}. */
export const PRICES_VERSION = 1;

/** The prices that come with this version. Read when somebody asks. */
export function loadPrices(): PriceTable {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at every start
  return require("./prices.json") as PriceTable;
}

/** Price of a machine for an hour, or undefined where it is not known. */
export function machineHour(table: PriceTable, region: string, name: string, spot: boolean): Big | undefined {
  const machine = machineType(name);
  return machine === undefined
    ? undefined
    : hourOf(table, region, machine.family, spot, { vcpu: machine.vcpu, gib: machine.memoryGiB });
}

/** Price of some vCPU and GiB of a machine family for an hour, or undefined where it is not known. */
export function hourOf(
  table: PriceTable,
  region: string,
  family: string,
  spot: boolean,
  size: { readonly vcpu: number; readonly gib: number },
): Big | undefined {
  const rates = regionOf(table, region)?.machines;
  if (rates === undefined || !Object.hasOwn(rates, family)) {
    return undefined;
  }
  const [vcpu, gib, spotVcpu, spotGib] = rates[family] ?? NO_RATES;
  const [perVcpu, perGib] = spot ? [spotVcpu, spotGib] : [vcpu, gib];
  return perVcpu === null || perGib === null
    ? undefined
    : new Big(perVcpu).times(size.vcpu).plus(new Big(perGib).times(size.gib));
}

const NO_RATES: MachineRates = [null, null, null, null];

/** Price of a disk for each GiB a month, or undefined where it is not known. */
export function diskMonth(table: PriceTable, region: string, type: string, regional: boolean): Big | undefined {
  const rates = regionOf(table, region)?.disks;
  const [zonalRate, regionalRate] =
    rates !== undefined && Object.hasOwn(rates, type) ? (rates[type] ?? NO_DISK) : NO_DISK;
  return decimal(regional ? regionalRate : zonalRate);
}

/** Price of stored snapshots for each GiB a month, or undefined where it is not known. */
export function snapshotMonth(table: PriceTable, region: string): Big | undefined {
  return decimal(regionOf(table, region)?.snapshots ?? null);
}

const NO_DISK: DiskRates = [null, null];

function regionOf({ regions }: PriceTable, region: string): RegionPrices | undefined {
  return entryOf(regions, region);
}

function decimal(price: number | null): Big | undefined {
  return price === null ? undefined : new Big(price);
}
