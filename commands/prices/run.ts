import { dayOf } from "../../policy/rules/engine/exemptions";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { replaceFile } from "../shared/replace-file";
import { UserError } from "../shared/user-error";
import { tableFrom } from "../../policy/cost/catalog";
import { loadPrices } from "../../policy/cost/prices";
import { readCatalog } from "./fetch-catalog";
import { KEY_VARIABLE } from "./catalog-address";
import { readPrices } from "../cost/prices-file";
import type { PriceTable } from "../../policy/cost/prices";

/** Options of `prices update`. */
export interface UpdateOptions {
  readonly out: string;
  readonly catalog: string;
  readonly partial?: boolean;
}

/** Reads the catalog and writes a table of it. */
export async function runUpdate({ catalog, out, partial }: UpdateOptions): Promise<void> {
  const key = keyOfUser();
  const file = resolve(out);
  refuseOtherFiles(file, out);
  const table = tableFrom(await readCatalog(catalog, key), dayOf(new Date()));
  const missing = missingFrom(table);
  if (Object.keys(table.regions).length === 0) {
    throw new UserError(
      `${catalog} has no price that this version knows; ${out} was not written. Is there a newer version of gke-stateful?`,
    );
  }
  if (missing.length > 0 && partial !== true) {
    throw new UserError(
      `${catalog} lacks prices that this version has: ${missing.join("; ")}. ${out} was not written. With --partial it is, and what it lacks has no known price.`,
    );
  }
  replaceFile(file, `${JSON.stringify(table, undefined, 2)}\n`, "Name another with --out.");
  process.stdout.write(
    `Written: ${out}, list prices of ${table.date} in ${String(Object.keys(table.regions).length)} regions.\n${missing.map((line) => `Missing: ${line}\n`).join("")}`,
  );
}

/** A key of Google is letters, digits, - and _. What is none of them would end in a message that shows it. */
const KEY = /^[\w-]+$/;

function keyOfUser(): string {
  const key = process.env[KEY_VARIABLE] ?? "";
  if (!KEY.test(key)) {
    const found = key === "" ? "is not set" : "holds something else than letters, digits, - and _";
    throw new UserError(
      `${KEY_VARIABLE} ${found}; it must hold an API key of a project in which the Cloud Billing API is enabled. Make one with gcloud services api-keys create.`,
    );
  }
  return key;
}

/** A price table may be replaced; whatever else has that name is somebody's. */
function refuseOtherFiles(file: string, out: string): void {
  if (!existsSync(file)) {
    return;
  }
  try {
    readPrices(file);
  } catch (error) {
    throw new UserError(`--out ${out} is there, and is no price table. Name another file, or remove it.`, {
      cause: error,
    });
  }
}

/** What the table of this version has, and a new one lacks: whole regions, and what is missing in all that are left. */
function missingFrom(table: PriceTable): readonly string[] {
  const known = loadPrices();
  const regions = Object.keys(known.regions).filter((region) => !Object.hasOwn(table.regions, region));
  const [had, has] = [ratesIn(known), ratesIn(table)];
  const rates = [...had].filter((rate) => !has.has(rate));
  return [
    ...(regions.length > 0 ? [`${String(regions.length)} regions (${regions.join(", ")})`] : []),
    ...(rates.length > 0 ? [`in every region ${rates.join(", ")}`] : []),
  ];
}

/** What some region of a table has a price of. */
function ratesIn({ regions }: PriceTable): ReadonlySet<string> {
  const known = (names: readonly string[], what: string, rates: readonly (number | null)[]): readonly string[] =>
    names.flatMap((name, index) => (typeof rates[index] === "number" ? [`${what} ${name}`] : []));
  return new Set(
    Object.values(regions).flatMap(({ disks, machines, snapshots }) => [
      ...Object.entries(machines).flatMap(([family, rates]) => known(MACHINE_RATES, family, rates)),
      ...Object.entries(disks).flatMap(([type, rates]) => known(DISK_RATES, type, rates)),
      ...(snapshots === null ? [] : ["snapshots"]),
    ]),
  );
}

const MACHINE_RATES = ["vCPU", "memory", "vCPU on Spot", "memory on Spot"];
const DISK_RATES = ["in one zone", "in two zones"];
