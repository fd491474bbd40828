import type { ObjectGraph } from "./graph";
import type { GraphObject } from "./object";

/** Amounts of a container: what it asks for, or what it may use at most. */
export type Amounts = "requests" | "limits";

/** Field of a LimitRange by which it fills in what a container leaves out. */
const FILLED_IN: Readonly<Record<Amounts, string>> = { requests: "defaultRequest", limits: "default" };

/** Whether a LimitRange of the namespace fills an amount in where a container leaves it out. */
export function isFilledIn(object: GraphObject, amounts: Amounts, resource: string, graph: ObjectGraph): boolean {
  return graph.some(object, "LimitRange", (range) =>
    range
      .at("spec.limits")
      .items.some((limit) => limit.at("type").text === "Container" && limit.at(FILLED_IN[amounts]).of(resource).isSet),
  );
}
