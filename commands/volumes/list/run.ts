import { Big } from "big.js";
import { readInventory } from "../../../cluster/disk-inventory";
import { GIB, quantity } from "../../../policy/facts/quantities";
import { plural } from "../../../policy/rules/engine/plural";
import { loadPrices } from "../../../policy/cost/prices";
import { columns } from "../../shared/columns";
import { showMoney } from "../../shared/money";
import { ageOf } from "../../shared/age";
import { withCluster } from "../cluster-flags";
import { diskPrices } from "./disk-prices";
import type { DiskClaim, DiskInventory } from "../../../cluster/disk-inventory";
import type { ReleasedVolume } from "../../../cluster/volumes";
import type { ClusterFlags } from "../cluster-flags";
import type { PriceOf } from "./disk-prices";

/** Options of `volumes list`, as they are typed. */
export interface ListFlags extends ClusterFlags {
  readonly namespace?: string;
  readonly usage?: boolean;
  readonly json?: boolean;
}

/** Lists every claim and every volume without one, with what they cost. */
export async function runList({ json, namespace, usage, ...flags }: ListFlags): Promise<void> {
  await withCluster(flags, async (client) => {
    const inventory = await readInventory(client, { namespace, asksNodes: usage === true });
    const priceOf = diskPrices(loadPrices(), await client.list("storage.k8s.io/v1", "StorageClass"));
    const text = json === true ? jsonOf(inventory, priceOf) : textOf(inventory, priceOf, new Date());
    process.stdout.write(text);
  });
}

function monthOf({ className, size, zones }: DiskClaim | ReleasedVolume, priceOf: PriceOf): Big | undefined {
  return priceOf(className, zones)?.times(Math.ceil((quantity(size) ?? 0) / GIB));
}

function jsonOf(inventory: DiskInventory, priceOf: PriceOf): string {
  const priced = (disk: DiskClaim | ReleasedVolume): object => ({
    ...disk,
    monthlyUsd: monthOf(disk, priceOf)?.toFixed(2) ?? null,
  });
  return `${JSON.stringify({ claims: inventory.claims.map(priced), released: inventory.released.map(priced) }, undefined, 2)}\n`;
}

const TITLES: Readonly<Record<DiskClaim["state"], string>> = {
  "in use": "In use",
  idle: "Idle: kept for an ordinal or a workload without a pod now",
  unused: "Unused: nothing that runs pods here names them",
};

/** The inventory for people. */
export function textOf({ claims, released }: DiskInventory, priceOf: PriceOf, now: Date): string {
  const groups = Object.entries(TITLES).flatMap(([state, title]) => {
    const all = claims.filter((claim) => claim.state === state);
    return groupLines(
      title,
      all,
      all.map((claim) => claimCells(claim, priceOf, now)),
      priceOf,
    );
  });
  const lost = groupLines(
    "Volumes without a claim: their disk is there, and is paid for",
    released,
    released.map((volume) => releasedCells(volume, priceOf)),
    priceOf,
  );
  const all = [...claims, ...released];
  const total = `${plural(claims.length, "claim")}, ${plural(released.length, "volume")} without one: ${sumOf(all, priceOf)} a month at list prices.`;
  return [...groups, ...lost, total, ""].join("\n");
}

function groupLines(
  title: string,
  disks: readonly (DiskClaim | ReleasedVolume)[],
  rows: readonly (readonly string[])[],
  priceOf: PriceOf,
): readonly string[] {
  return disks.length === 0
    ? []
    : [`${title} (${String(disks.length)}, ${sumOf(disks, priceOf)})`, ...columns(rows), ""];
}

/** What is known of the cost, and how much is not. */
function sumOf(disks: readonly (DiskClaim | ReleasedVolume)[], priceOf: PriceOf): string {
  const months = disks.map((disk) => monthOf(disk, priceOf));
  const known = months.filter((month) => month !== undefined);
  const sum = known.reduce((total, month) => total.plus(month), new Big(0));
  const unknown = months.length - known.length;
  return `${showMoney(sum)}${unknown === 0 ? "" : ` and ${plural(unknown, "disk")} of which no price is known`}`;
}

function claimCells(claim: DiskClaim, priceOf: PriceOf, now: Date): readonly string[] {
  const { className, created, namespace, name, ordinal, set, size, snapshot, use, zones } = claim;
  return [
    `${namespace}/${name}`,
    set === undefined ? "" : `${set} #${String(ordinal)}`,
    size,
    use === undefined ? "" : usedText(use),
    className ?? "no class",
    zones.join(" "),
    created === undefined ? "" : `${ageOf(created, now)} old`,
    snapshot === undefined ? "no snapshot" : `snapshot ${ageOf(snapshot, now)} ago`,
    priceText(claim, priceOf),
  ];
}

function releasedCells(volume: ReleasedVolume, priceOf: PriceOf): readonly string[] {
  const { claim, className, keptFor, name, phase, reclaimPolicy, size, zones } = volume;
  return [
    name,
    phase,
    claim === undefined ? "" : `${phase === "Available" ? "for" : "was"} ${claim}`,
    size,
    className ?? "no class",
    zones.join(" "),
    keptFor === undefined ? reclaimPolicy : "kept until volumes confirm",
    priceText(volume, priceOf),
  ];
}

function priceText(disk: DiskClaim | ReleasedVolume, priceOf: PriceOf): string {
  const month = monthOf(disk, priceOf);
  return month === undefined ? "price not known" : showMoney(month);
}

/** The worse of bytes and inodes: a disk is full when either is. */
function usedText({ capacityBytes, inodes, inodesUsed, usedBytes }: NonNullable<DiskClaim["use"]>): string {
  const percent = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((100 * part) / whole));
  const [bytes, files] = [percent(usedBytes, capacityBytes), percent(inodesUsed, inodes)];
  return files > bytes ? `${String(files)} % of its inodes` : `${String(bytes)} % used`;
}
