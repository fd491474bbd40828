import { asDoubt } from "./field";
import { WORKLOAD_KINDS } from "./kinds";
import { claimObject, volumesOf } from "./volumes";
import type { ObjectGraph } from "./graph";
import type { GraphObject } from "./object";

const usedClaims = (graph: ObjectGraph): ReadonlySet<GraphObject> =>
  new Set(WORKLOAD_KINDS.flatMap((kind) => graph.all(kind)).flatMap((object) => claimsUsedBy(object, graph)));

function claimsUsedBy(object: GraphObject, graph: ObjectGraph): readonly GraphObject[] {
  try {
    const volumes = volumesOf(object).filter(({ source }) => source === "claim");
    return volumes.flatMap(({ field }) => claimObject(field, graph) ?? []);
  } catch (error) {
    // What cannot be told about a workload is said where it is judged itself.
    asDoubt(error);
    return [];
  }
}

/** Whether a workload mounts a claim; it is judged there then. */
export function isUsed(claim: GraphObject, graph: ObjectGraph): boolean {
  return graph.once(usedClaims).has(claim);
}
