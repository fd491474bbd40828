import { GKE_POOL_LABEL, HOST_LABEL, ZONE_LABEL } from "../../policy/facts/node-labels";
import { POOL_LABEL, STATEFUL_KEY } from "../../config/sizing/stateful-nodes";
import type { Field } from "../../policy/graph/object";
import type { AdoptedSet } from "./adopted-set";
import type { Entry } from "./entry";
import type { Notes } from "./notes";

/** Node labels that name a pool of the old cluster. */
const POOL_LABELS: readonly string[] = [GKE_POOL_LABEL, POOL_LABEL];
/** Topologies over which an entry can spread pods. */
const TOPOLOGIES = { zone: ZONE_LABEL, host: HOST_LABEL } as const;

type Mode = NonNullable<Entry["spread"]>["zone"];

/** Where pods go. */
export function placementSettings({ pod }: AdoptedSet, notes: Notes): Partial<Entry> {
  const affinity = pod.at("affinity");
  return {
    nodeSelector: nodeSelector(pod.at("nodeSelector"), notes),
    ...(affinity.isSet && { affinity: affinity.known as Entry["affinity"] }),
    tolerations: pod
      .at("tolerations")
      .items.filter((item) => item.at("key").text !== STATEFUL_KEY)
      .map((item) => item.known as NonNullable<Entry["tolerations"]>[number]),
    priorityClassName: priority(pod.at("priorityClassName"), notes),
    spread: spread(pod.at("topologySpreadConstraints"), notes),
  };
}

function nodeSelector(field: Field, notes: Notes): Record<string, string> {
  const entries = field.entries.filter(([key, value]) => {
    const isPool = POOL_LABELS.includes(key);
    if (isPool) {
      notes.lose(
        value,
        "Names a node pool of the old cluster. Here `pool` names one of the stack's; without it, any stateful pool.",
      );
    }
    return !isPool && key !== STATEFUL_KEY;
  });
  return Object.fromEntries(entries.map(([key, { shown }]) => [key, shown]));
}

function priority(field: Field, notes: Notes): string | undefined {
  const { text } = field;
  return (
    text &&
    notes.choose(
      "priorityClassName",
      text,
      "Kept. The class must exist in the cluster; without the key, the stack's own class holds.",
    )
  );
}

function spread(constraints: Field, notes: Notes): NonNullable<Entry["spread"]> {
  const modes = new Map<string, Mode>();
  let minHosts: number | undefined;
  for (const item of constraints.items) {
    const key = item.at("topologyKey").shown;
    if (Object.values<string>(TOPOLOGIES).includes(key)) {
      modes.set(key, item.at("whenUnsatisfiable").text as Mode);
      minHosts = key === TOPOLOGIES.host ? (item.at("minDomains").number ?? 1) : minHosts;
    } else {
      notes.lose(item, `Pods here are spread over zones and nodes, not over ${key}.`);
    }
  }
  return {
    zone:
      modes.get(TOPOLOGIES.zone) ??
      notes.choose(
        "spread.zone",
        "ScheduleAnyway",
        "The set asks for no spread over zones. Disks that all lie in one zone would keep pods waiting for ever under DoNotSchedule; set that once the disks are regional.",
      ),
    // A node for each pod, the default of prod, is more than the set asks for.
    host: modes.get(TOPOLOGIES.host) ?? "ScheduleAnyway",
    ...(modes.get(TOPOLOGIES.host) === "DoNotSchedule" && { minHosts }),
  };
}
