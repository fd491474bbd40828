import { budgetsOf } from "../graph/budgets";
import { classOf } from "../graph/classes";
import { ifKnown } from "../graph/doubts";
import { allScalersOf, targetOf } from "../graph/scaling";
import { claimObject, mountedClaims, volumesOf } from "../graph/volumes";
import type { ObjectGraph } from "../graph/graph";
import type { GraphObject } from "../graph/object";

/** Which vertical autoscalers point at which workloads. */
const verticalScalers = (graph: ObjectGraph): ReadonlyMap<GraphObject | undefined, readonly GraphObject[]> =>
  Map.groupBy(graph.all("VerticalPodAutoscaler"), (scaler) => ifKnown(() => targetOf(scaler, graph), undefined));

/** The vertical autoscalers of a workload. */
export function verticalScalersOf(workload: GraphObject, graph: ObjectGraph): readonly GraphObject[] {
  return graph.once(verticalScalers).get(workload) ?? [];
}

/** What belongs to a workload, so that what is wrong with it is wrong with the workload too. Each part only as far as it is known. */
export function relatedTo(workload: GraphObject, graph: ObjectGraph): ReadonlySet<GraphObject> {
  const parts: readonly (() => readonly (GraphObject | undefined)[])[] = [
    () => budgetsOf(workload, graph),
    () => allScalersOf(workload, graph),
    () => verticalScalersOf(workload, graph),
    () => [graph.target(workload.at("spec.serviceName"), "Service")],
    () => mountedClaims(workload, graph).map((claim) => classOf(claim, graph)?.object),
    () => volumesOf(workload).map(({ field }) => claimObject(field, graph)),
    () => graph.near(workload, "Namespace").filter((other) => graph.makesNamespaceOf(other, workload)),
  ];
  const found = parts.flatMap((part) => ifKnown(part, []));
  return new Set([workload, ...found.flatMap((object) => object ?? [])]);
}
