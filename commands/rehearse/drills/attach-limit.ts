import { podsOn } from "../simulation/eviction";
import { claimsOf, nodeNameOf } from "../../../cluster/objects";
import { isReady } from "../../../cluster/pods";
import { allReady, NOT_UP, withoutClaims } from "./drill";
import type { SimulatedNode } from "../simulation/nodes";
import type { Drill, Finding, Stage } from "./drill";

/** No node takes one more disk, and a pod has to find another node. */
export const attachLimit: Drill = {
  id: "attach-limit",
  title: "Nodes that take no more disks",
  shows: "A pod is never put on a node that cannot attach its disks: it gets a new node, or waits and says why.",
  isOutage: true,
  unfit: withoutClaims,
  run: async (stage) => {
    const { cluster, timeline } = stage;
    const pod = timeline.all.at(-1);
    const node = pod && cluster.nodes.named(nodeNameOf(pod) ?? "");
    if (pod === undefined || node === undefined) {
      return NOT_UP;
    }
    const full = cluster.nodes.list;
    await fill(stage, full);
    timeline.mark("nodes take no more disks");
    // Its own node would have room for the disk that it gives back.
    await cluster.nodes.cordon(node);
    await cluster.api.delete(pod);
    await allReady(stage);
    const again = timeline.all.find(({ metadata }) => metadata.name === pod.metadata.name);
    const seen = {
      isWrong: again !== undefined && full.some(({ name }) => name === nodeNameOf(again)),
      isReady: again !== undefined && isReady(again),
    };
    await cluster.nodes.cordon(node, false);
    for (const one of full) {
      await cluster.nodes.setAttachLimit(one, one.pool.machine.attachLimit);
    }
    timeline.mark("nodes take disks again");
    return finding(seen, await allReady(stage), node);
  },
};

interface Seen {
  /** Whether the pod was put on a node that had no room for its disks. */
  readonly isWrong: boolean;
  readonly isReady: boolean;
}

function finding({ isReady: found, isWrong }: Seen, back: boolean, { pool }: SimulatedNode): Finding {
  if (isWrong || !back) {
    return {
      holds: false,
      says: isWrong
        ? "A pod was put on a node that could not attach its disks, where it would hang."
        : "The pod did not come back when nodes took disks again.",
      advice: "Look at the pod's events: --keep leaves the cluster up.",
    };
  }
  const limit = `A node of pool ${pool.name} takes ${String(pool.machine.attachLimit)} disks.`;
  return found
    ? { holds: true, says: `The pod got a new node. ${limit}` }
    : {
        holds: true,
        says: `The pod waited, because the pools have all the nodes that they may have, and came back when nodes took disks again. ${limit}`,
      };
}

/** Lets nodes take no more disks than their pods have. Those of pods that have left may still be on their way off. */
async function fill({ cluster }: Stage, nodes: readonly SimulatedNode[]): Promise<void> {
  for (const node of nodes) {
    const pods = await podsOn(cluster.api, node);
    await cluster.nodes.setAttachLimit(node, pods.flatMap(claimsOf).length);
  }
}
