import type { Field } from "../../policy/graph/object";

/** Annotations by key, without those that tools write for themselves. */
export function textsIn(annotations: Field, dropped: RegExp): Record<string, string> {
  const own = annotations.entries.filter(([key]) => !dropped.test(key));
  return Object.fromEntries(own.map(([key, { shown }]) => [key, shown]));
}
