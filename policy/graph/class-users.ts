import { classOf } from "./classes";
import { ifKnown } from "./doubts";
import { WORKLOAD_KINDS } from "./kinds";
import { mountedClaims } from "./volumes";
import type { ObjectGraph } from "./graph";
import type { GraphObject } from "./object";

/** The StorageClasses of the claims that workloads mount. For {@link ObjectGraph.once}. */
export function claimClassUsers(graph: ObjectGraph): ReadonlySet<GraphObject> {
  const workloads = WORKLOAD_KINDS.flatMap((kind) => graph.all(kind));
  return new Set(
    workloads.flatMap((object) =>
      ifKnown(() => mountedClaims(object, graph).flatMap((claim) => classOf(claim, graph)?.object ?? []), []),
    ),
  );
}
