import { drain } from "../eviction";
import { crowding } from "../settle";
import { allReady, counted, ownPodsOn } from "./drill";
import type { SimulatedNode } from "../nodes";
import type { Drained } from "../eviction";
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
    const drained = await drain(stage.cluster.api, node, stage.patience);
    await stage.cluster.nodes.cordon(node, false);
    return judged(drained, await allReady(stage), "the node", stage);
  },
};

/** What a drain says about the budget, and about what came back. */
export function judged({ done, granted, refused }: Drained, back: boolean, what: string, stage: Stage): Finding {
  const { patience } = stage;
  const evictions = { granted, refused };
  if (!done) {
    return {
      holds: false,
      says: `The drain of ${what} did not end within ${String(patience)} seconds: the budget let ${String(granted)} pods go and refused ${String(refused)} times.`,
      advice:
        "The budget keeps all pods, or pods that should be ready are not; GKE's upgrades wait an hour, and then delete them anyway. Set budget.maxUnavailable to 1, and see that all pods are ready.",
      evictions,
    };
  }
  return back
    ? {
        holds: true,
        says: `${counted(granted)} moved; the budget refused ${String(refused)} times meanwhile.${crowding(stage)}`,
        evictions,
      }
    : {
        holds: false,
        says: "The pods left, and did not all come back.",
        advice: "There is no room for them: raise the pools' maximum, or give spread.zone ScheduleAnyway.",
        evictions,
      };
}
