import { plural } from "../../../policy/rules/engine/plural";
import { drain } from "../simulation/eviction";
import { crowding } from "./settle";
import { isPodOf } from "../stack/workloads";
import { allReady, nodesInUse, NO_ROOM, NOT_UP, timeFor } from "./drill";
import type { Drained, Left } from "../simulation/eviction";
import type { Drill, Finding, Stage } from "./drill";

/** A node that is emptied, as before a repair, and taken back. */
export const nodeDrain: Drill = {
  id: "node-drain",
  title: "Drain of a node",
  shows: "The budget lets the pods go one by one, and they come back elsewhere.",
  run: async (stage) => {
    const [node] = nodesInUse(stage);
    if (node === undefined) {
      return NOT_UP;
    }
    await stage.cluster.nodes.cordon(node);
    stage.timeline.mark(`drain of ${node.name}`);
    const drained = await drain(stage.cluster.api, node, (pods) => timeFor(stage, pods));
    // Elsewhere: the node takes pods again only afterwards.
    const back = await allReady(stage);
    await stage.cluster.nodes.cordon(node, false);
    return judged(drained, back, "the node", stage);
  },
};

/** What a drain says about the budget, and about what came back. */
export function judged(drained: Drained, back: boolean, what: string, stage: Stage): Finding {
  const { granted, left, refused } = drained;
  const evictions = { granted: granted.length, refused };
  if (left.length > 0) {
    return {
      holds: false,
      says: `The drain of ${what} did not end: ${plural(granted.length, "pod")} went, and the budget refused ${String(refused)} times. ${stuck(left)}`,
      advice: left.some(({ pod }) => isPodOf(stage.workload, pod))
        ? "The budget keeps all pods, or pods that should be ready are not; GKE's upgrades wait an hour, and then delete them anyway. Set budget.maxUnavailable to 1, and see that all pods are ready."
        : "The pods that stay are those of another workload: see its drill.",
      evictions,
    };
  }
  const own = granted.filter((pod) => isPodOf(stage.workload, pod)).length;
  return back
    ? {
        holds: true,
        says: `${plural(own, "pod")} moved${others(granted.length - own)}; the budget refused ${String(refused)} times meanwhile.${crowding(stage)}`,
        evictions,
      }
    : {
        holds: false,
        says: "The pods left, and did not all come back.",
        advice: NO_ROOM,
        evictions,
      };
}

/** Pods of other workloads that moved as well. */
function others(count: number): string {
  return count === 0 ? "" : `, and ${String(count)} of other workloads`;
}

function stuck([first, ...others]: readonly Left[]): string {
  const more = others.length === 0 ? "" : `, and ${String(others.length)} more`;
  return first === undefined ? "" : `Still there: ${first.pod.metadata.name} (${first.why})${more}.`;
}
