import { plural } from "../../../policy/rules/engine/plural";
import { shrink } from "../simulation/shrink";
import { crowding } from "./settle";
import { allReady, LOOK_AT_POD, nodesInUse, timeFor } from "./drill";
import type { Shrunk } from "../simulation/shrink";
import type { Drill, Finding, Stage } from "./drill";

/** Load has gone, and the autoscaler takes back the nodes that came with it. */
export const idleNodes: Drill = {
  id: "idle-nodes",
  title: "Nodes that are not needed any more",
  shows: "The autoscaler takes nodes back down to the pools' minimum; the budget lets their pods go one by one.",
  run: async (stage) => {
    const { cluster, timeline } = stage;
    for (const { pool, zone } of nodesInUse(stage)) {
      await cluster.nodes.add(pool, zone);
    }
    timeline.mark("more nodes than needed");
    return finding(await shrink(cluster, (pods) => timeFor(stage, pods)), await allReady(stage), stage);
  },
};

function finding({ granted, held, left, refused, removed }: Shrunk, back: boolean, stage: Stage): Finding {
  const evictions = { granted: granted.length, refused };
  const done = left.length === 0;
  if (!done || !back) {
    return {
      holds: false,
      says: done
        ? `${plural(removed, "node")} went, and not all of their pods came back.`
        : `A node that is not needed could not be emptied, and is paid for ever after.`,
      advice: done ? LOOK_AT_POD : "Let the budget spare a pod: budget.maxUnavailable 1.",
      evictions,
    };
  }
  const stays =
    held === 0
      ? ""
      : ` ${plural(held, "node")} had to stay, because a pod says so (safe-to-evict), or has no controller.`;
  return {
    holds: true,
    says: `${plural(removed, "node")} went, and ${plural(granted.length, "pod")} moved meanwhile.${stays}${crowding(stage)}`,
    evictions,
  };
}
