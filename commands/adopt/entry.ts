import { isDeepStrictEqual } from "node:util";
import { workloadSchema } from "../../config/schema/workload";
import type { z } from "zod";

/** A workload as a person writes it into a stack's file. */
export type Entry = z.input<typeof workloadSchema>;

/** The entry without what a reader need not see: keys without a value, and values that are the default anyway. */
export function withoutDefaults(entry: Entry): Entry {
  const set = Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined)) as Entry;
  const complete = workloadSchema.safeParse(set);
  if (!complete.success) {
    // What does not hold is told by the plan of the stack.
    return set;
  }
  const needed = Object.keys(set).filter((key) => {
    const without = workloadSchema.safeParse({ ...set, [key]: undefined });
    return !without.success || !isDeepStrictEqual(without.data, complete.data);
  });
  return Object.fromEntries(needed.map((key) => [key, set[key as keyof Entry]])) as Entry;
}
