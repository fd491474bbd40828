import { Command } from "commander";
import type { UpdateOptions } from "./prices-run";

/** Address of the API. Source: https://cloud.google.com/billing/docs/reference/rest */
export const CATALOG_URL = "https://cloudbilling.googleapis.com";
/** Environment variable that holds the key, so that no list of processes and no shell history does. */
export const KEY_VARIABLE = "GOOGLE_API_KEY";

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
function load(): typeof import("./prices-run") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() is not CommonJS
  return require("./prices-run") as typeof import("./prices-run");
}
