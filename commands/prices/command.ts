import { Command } from "commander";
import { CATALOG_URL, KEY_VARIABLE } from "./catalog-address";
import type { UpdateOptions } from "./run";

/** `prices update`: a price table of today. */
export function pricesCommand(): Command {
  const update = new Command("update")
    .description(
      `Read today's list prices from the Cloud Billing Catalog API into a table for plan --prices. The API key is read from ${KEY_VARIABLE}.`,
    )
    .option("--out <file>", "file to write", "prices.json")
    .option("--catalog <url>", "address of the API, for a proxy", CATALOG_URL)
    .option("--partial", "write a table that lacks prices which this version has")
    .action((options: UpdateOptions) => load().runUpdate(options));
  return new Command("prices").description("List prices of Google Cloud.").addCommand(update);
}

/** Loaded when somebody asks: other verbs have no use for it. */
function load(): typeof import("./run") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() is not CommonJS
  return require("./run") as typeof import("./run");
}
