import { plural } from "../../../policy/rules/engine/plural";
import { allReady, nodesInUse, ownPodsOn } from "./drill";
import type { ApiObject } from "../../../cluster/api-object";
import type { Drill } from "./drill";

/**
 * Seconds that pods have between the notice and the end of their machine.
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms
 */
const NOTICE = 25;

function graceOf({ spec }: ApiObject): number {
  return (spec as { terminationGracePeriodSeconds?: number }).terminationGracePeriodSeconds ?? 0;
}

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
      for (const pod of pods) {
        await cluster.api.delete(pod);
      }
      const gone = new Set(pods.map(({ metadata }) => metadata.uid));
      await timeline.until((now) => now.every(({ metadata }) => !gone.has(metadata.uid)), patience);
      await cluster.nodes.remove(node);
    }
    const back = await allReady(stage);
    const grace = Math.max(0, ...pods.map(graceOf));
    if (grace > NOTICE) {
      return {
        holds: false,
        says: `Pods may take ${String(grace)} seconds to stop, and a Spot machine gives them ${String(NOTICE)}: they would be killed.`,
        advice: `Set terminationGracePeriodSeconds to at most ${String(NOTICE)}, or keep these pods off Spot machines.`,
      };
    }
    return back
      ? { holds: true, says: `${plural(pods.length, "pod")} moved within the notice.` }
      : {
          holds: false,
          says: `${String(pods.length)} pods lost their machine, and not all were ready again within ${String(patience)} seconds.`,
          advice: "Keep pods whose data counts off Spot machines, or raise the pools' maximum.",
        };
  },
};
