import { nodesInUse } from "./drain";
import { allReady, counted, ownPodsOn } from "./drill";
import type { Drill } from "./drill";

/** Google takes a Spot machine back: its pods are told to stop, whatever a budget says, and then it is gone. */
export const spotPreemption: Drill = {
  id: "spot-preemption",
  title: "A Spot machine that is taken back",
  shows: "The pods of the machine come back on another one, with their disks.",
  isOutage: true,
  unfit: (stage) =>
    nodesInUse(stage).some(({ pool }) => pool.spot) ? undefined : "None of its pods is on a Spot machine.",
  run: async (stage) => {
    const { cluster, patience, timeline } = stage;
    const node = nodesInUse(stage).find(({ pool }) => pool.spot);
    const pods = ownPodsOn(stage, node === undefined ? [] : [node]);
    if (node !== undefined) {
      await cluster.nodes.cordon(node);
      timeline.mark(`notice for ${node.name}`);
      // The kubelet ends them by itself; budgets are not asked.
      for (const { metadata } of pods) {
        await cluster.api.delete({ apiVersion: "v1", kind: "Pod", metadata });
      }
      const gone = new Set(pods.map(({ metadata }) => metadata.uid));
      await timeline.until((now) => now.every(({ metadata }) => !gone.has(metadata.uid)), patience);
      await cluster.nodes.remove(node);
    }
    return (await allReady(stage))
      ? { holds: true, says: `${counted(pods.length)} moved within the notice.` }
      : {
          holds: false,
          says: `${String(pods.length)} pods lost their machine, and not all were ready again within ${String(patience)} seconds.`,
          advice: "Keep pods whose data counts off Spot machines, or raise the pools' maximum.",
        };
  },
};
