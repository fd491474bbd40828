import { z } from "zod";
import { readShaped } from "../shared/read-shaped";
import type { Usage } from "../../policy/cost/usage";

const amount = z.number("must be a number").nonnegative("must be 0 or more");
const amounts = z.record(z.string(), amount, "must be a map of names to numbers").optional();

const USAGE = z.strictObject({
  nodes: amounts,
  pods: amounts,
  retained: amounts,
  sessionHours: z.number("must be a number").positive("must be more than 0").optional(),
  logsGiB: amount.optional(),
  natGiB: amount.optional(),
  interZoneGiB: amount.optional(),
  snapshotGiB: amount.optional(),
  backupGiB: amount.optional(),
  freeTier: z.boolean("must be true or false").optional(),
});
/** A file in which nothing is said, or everything is commented out, is an empty one. */
const FILE = z.preprocess((value) => value ?? {}, USAGE);

/** What a month of a stack uses, from a YAML file. Errors: UserError that names the file and the key. */
export function readUsage(file: string): Usage {
  return readShaped(file, { schema: FILE, hint: "docs/cost.md has all keys of a usage file." }) as Usage;
}
