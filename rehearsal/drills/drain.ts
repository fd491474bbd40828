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

/** Every node of the workload's pools replaced by a new one, as GKE's surge upgrades do: a new node first, then the drain. */
export const poolUpgrade: Drill = {
  id: "pool-upgrade",
  title: "Upgrade of all nodes",
  shows: "Node by node, a new one comes up, the budget lets the pods move, and the old one goes.",
  run: async (stage) => {
    const { cluster, timeline } = stage;
    const pools = new Set(nodesInUse(stage).map(({ pool }) => pool));
    const old = cluster.nodes.list.filter(({ pool }) => pools.has(pool));
    const all = { granted: 0, refused: 0, done: true };
    for (const node of old) {
      await cluster.nodes.add(node.pool, node.zone);
      await cluster.nodes.cordon(node);
      timeline.mark(`upgrade of ${node.name}`);
      const { done, granted, refused } = await drain(cluster.api, node, stage.patience);
      Object.assign(all, { granted: all.granted + granted, refused: all.refused + refused, done: all.done && done });
      if (!done) {
        await cluster.nodes.cordon(node, false);
        break;
      }
      await cluster.nodes.remove(node);
    }
    return judged(all, await allReady(stage), `${String(old.length)} nodes`, stage);
  },
};

function judged({ done, granted, refused }: Drained, back: boolean, what: string, stage: Stage): Finding {
  const { patience } = stage;
  const evictions = { granted, refused };
  if (!done) {
    return {
      holds: false,
      says: `The drain of ${what} did not end within ${String(patience)} seconds: the budget let ${String(granted)} pods go and refused ${String(refused)} times.`,
      advice:
        "The budget keeps all pods, or pods that should be ready are not. Set budget.maxUnavailable to 1, and see that all pods are ready.",
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
