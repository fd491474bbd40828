import { renameSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "commander";
import { UserError } from "../plan/user-error";
import { tableFrom } from "../policy/cost/catalog";
import { loadPrices } from "../policy/cost/prices";
import { CATALOG_URL, readCatalog } from "./catalog";
import type { PriceTable } from "../policy/cost/prices";

interface Options {
  readonly out: string;
  readonly catalog: string;
}

/** Environment variable that holds the key, so that no list of processes and no shell history does. */
const KEY_VARIABLE = "GOOGLE_API_KEY";

/** `prices update`: a price table of today. */
export function pricesCommand(): Command {
  const update = new Command("update")
    .description(
      `Read today's list prices from the Cloud Billing Catalog API into a table for plan --prices. The API key is read from ${KEY_VARIABLE}.`,
    )
    .option("--out <file>", "file to write", "prices.json")
    .option("--catalog <url>", "address of the API, for a proxy", CATALOG_URL)
    .action(runUpdate);
  return new Command("prices").description("List prices of Google Cloud.").addCommand(update);
}

async function runUpdate({ catalog, out }: Options): Promise<void> {
  const key = process.env[KEY_VARIABLE];
  if (key === undefined || key === "") {
    throw new UserError(
      `${KEY_VARIABLE} is not set; it must hold an API key of a project in which the Cloud Billing API is enabled. Make one with gcloud services api-keys create.`,
    );
  }
  const table = tableFrom(await readCatalog(catalog, key), new Date().toISOString().slice(0, "2026-01-31".length));
  const missing = missingFrom(table);
  if (Object.keys(table.regions).length === 0) {
    throw new UserError(
      `${catalog} has no price that this version knows; ${out} was not written. Is there a newer version of gke-stateful?`,
    );
  }
  write(resolve(out), table);
  process.stdout.write(
    [
      `Written: ${out}, list prices of ${table.date} in ${String(Object.keys(table.regions).length)} regions.`,
      ...(missing.length === 0 ? [] : [`Not in the catalog any more, or under another name: ${missing.join(", ")}.`]),
      "",
    ].join("\n"),
  );
}

/** What the table of this version has, and a new one lacks in every region. */
function missingFrom(table: PriceTable): readonly string[] {
  const namesIn = ({ regions }: PriceTable): ReadonlySet<string> =>
    new Set(Object.values(regions).flatMap(({ disks, machines }) => [...Object.keys(machines), ...Object.keys(disks)]));
  const found = namesIn(table);
  return [...namesIn(loadPrices())].filter((name) => !found.has(name));
}

/** Written beside and moved, so that a full disk costs no table. */
function write(file: string, table: PriceTable): void {
  const draft = `${file}.${String(process.pid)}.tmp`;
  try {
    writeFileSync(draft, `${JSON.stringify(table, undefined, 2)}\n`);
    renameSync(draft, file);
  } catch (error) {
    throw new UserError(
      `${file} cannot be written: ${(error as NodeJS.ErrnoException).code ?? String(error)}. Name another with --out.`,
      {
        cause: error,
      },
    );
  }
}
