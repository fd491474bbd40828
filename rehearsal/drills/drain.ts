import { drain } from "../eviction";
import { crowding } from "../settle";
import { isPodOf } from "../workloads";
import { allReady, counted, ownPodsOn, timeFor } from "./drill";
import type { SimulatedNode } from "../nodes";
import type { Drained, Left } from "../eviction";
import type { Drill, Finding, Stage } from "./drill";

/** The nodes that hold pods of the workload. */
export function nodesInUse(stage: Stage): readonly SimulatedNode[] {
  return stage.cluster.nodes.list.filter((node) => ownPodsOn(stage, [node]).length > 0);
}

/** A node that is emptied, as before a repair, and taken back. */
export const nodeDrain: Drill = {
  id: "node-drain",
  title: "Drain of a node",
  shows: "The budget lets the pods go one by one, and they come back elsewhere.",
  run: async (stage) => {
    const [node] = nodesInUse(stage);
    if (node === undefined) {
      return { holds: false, says: "No pod has a node.", advice: "See the drill bring-up." };
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
      says: `The drain of ${what} did not end: ${counted(granted.length)} went, and the budget refused ${String(refused)} times. ${stuck(left)}`,
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
        says: `${counted(own)} moved${others(granted.length - own)}; the budget refused ${String(refused)} times meanwhile.${crowding(stage)}`,
        evictions,
      }
    : {
        holds: false,
        says: "The pods left, and did not all come back.",
        advice: "There is no room for them: raise the pools' maximum, or give spread.zone ScheduleAnyway.",
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
