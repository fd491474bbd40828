import { z } from "zod";
import { PRICES_VERSION } from "../../policy/cost/prices";
import { readShaped } from "../shared/read-shaped";
import type { PriceTable } from "../../policy/cost/prices";

const price = z.number("must be a number or null").nonnegative("must be 0 or more").nullable();

const TABLE = z.strictObject({
  version: z.literal(PRICES_VERSION, `must be ${String(PRICES_VERSION)}`),
  currency: z.literal("USD", "must be USD"),
  date: z.iso.date("must be a day such as 2026-07-30"),
  source: z.string(),
  regions: z.record(
    z.string(),
    z.strictObject({
      machines: z.record(z.string(), z.tuple([price, price, price, price])),
      disks: z.record(z.string(), z.tuple([price, price])),
      snapshots: price,
    }),
  ),
});

/** A price table that `prices update` has written. Errors: UserError that names the file and the key. */
export function readPrices(file: string): PriceTable {
  return readShaped(file, { schema: TABLE, hint: "Write it anew with gke-stateful prices update." });
}
