import { z } from "zod";
import { readShaped } from "./read-file";
import type { Usage } from "../policy/cost/usage";

const amount = z.number().nonnegative();
const amounts = z.record(z.string(), amount).optional();

const USAGE = z.strictObject({
  nodes: amounts,
  pods: amounts,
  retained: amounts,
  sessionHours: amount.optional(),
  logsGiB: amount.optional(),
  natGiB: amount.optional(),
  interZoneGiB: amount.optional(),
  snapshotGiB: amount.optional(),
  backupGiB: amount.optional(),
  freeTier: z.boolean().optional(),
});

/** What a month of a stack uses, from a YAML file. Errors: UserError that names the file and the key. */
export function readUsage(file: string): Usage {
  return readShaped(file, USAGE, "docs/cost.md has all keys of a usage file.") as Usage;
}
