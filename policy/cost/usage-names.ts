import { ifKnown } from "../graph/doubts";
import { lastingWorkloads, workloadName } from "./demand";
import { poolNames } from "../graph/pools";
import type { ObjectGraph } from "../graph/graph";
import type { Usage } from "./usage";

/** A name of a usage that nothing has. */
export interface StrangeName {
  /** Key of the usage. */
  readonly key: "nodes" | "pods" | "retained";
  /** The name. */
  readonly name: string;
  /** The names that there are. */
  readonly allowed: readonly string[];
}

/** Names of a usage that nothing has in any of some graphs. */
export function strangeNames(usage: Usage, graphs: readonly ObjectGraph[]): readonly StrangeName[] {
  const pools = graphs.flatMap((graph) => ifKnown(() => poolNames(graph), []));
  const workloads = graphs.flatMap((graph) => lastingWorkloads(graph).map(workloadName));
  const strange = (key: StrangeName["key"], names: readonly string[]): readonly StrangeName[] => {
    const allowed = [...new Set(names)].toSorted();
    return Object.keys(usage[key] ?? {}).flatMap((name) => (allowed.includes(name) ? [] : [{ key, name, allowed }]));
  };
  return [...strange("nodes", pools), ...strange("pods", workloads), ...strange("retained", workloads)];
}
