import type { GraphObject } from "./object";

/** Objects as a message names them: in one order, whatever the order in which an engine or a file gave them. */
export function titlesOf(objects: Iterable<GraphObject>): string {
  return [...objects]
    .map(({ title }) => title)
    .toSorted((one, other) => (one < other ? -1 : Number(one > other)))
    .join(", ");
}
