import { ifKnown } from "./doubts";
import { SERVICE_KINDS } from "./kinds";
import { isWorkload } from "./pods";
import { claimObject, isWritten, keptVolumes } from "./volumes";
import type { ObjectGraph } from "./graph";
import type { Kind } from "./kinds";
import type { GraphObject } from "./object";

/** Kinds of workloads that keep data and are judged for it. */
export const KEEPING_KINDS = [...SERVICE_KINDS, "Pod"] as const satisfies readonly Kind[];

const usedClaims = (graph: ObjectGraph): ReadonlySet<GraphObject> =>
  new Set(
    KEEPING_KINDS.flatMap((kind) => graph.all(kind)).flatMap((object) =>
      ifKnown(() => claimsUsedBy(object, graph), []),
    ),
  );

function claimsUsedBy(object: GraphObject, graph: ObjectGraph): readonly GraphObject[] {
  const volumes = isWorkload(object) ? keptVolumes(object).filter(isWritten) : [];
  return volumes.flatMap(({ field, source }) => (source === "claim" ? (claimObject(field, graph) ?? []) : []));
}

/** Whether a workload writes to a claim; it is judged there then. A claim that only Jobs use, or that is only read, is judged itself. */
export function isUsed(claim: GraphObject, graph: ObjectGraph): boolean {
  return graph.once(usedClaims).has(claim);
}
