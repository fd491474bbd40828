import { plural } from "../../../policy/rules/engine/plural";
import { allReady, nodesInUse, NO_ROOM, NOT_UP, ownPodsOn, timeFor } from "./drill";
import { lose, waitOnGke } from "./loss";
import type { Drill, Stage } from "./drill";

/** A node that falls silent, and that the cloud then replaces. */
export const nodeLoss: Drill = {
  id: "node-loss",
  title: "Loss of a node",
  shows: "The pods of a lost node come back on another one, with their disks.",
  isOutage: true,
  run: async (stage) => {
    const [node] = nodesInUse(stage);
    if (node === undefined) {
      return NOT_UP;
    }
    const lost = ownPodsOn(stage, [node]).length;
    await lose(stage, [node]);
    const back = await allReady(stage);
    return back
      ? { holds: true, says: `${plural(lost, "pod")} came back.${together(lost, stage)} ${waitOnGke(stage)}` }
      : {
          holds: false,
          says: `${String(lost)} pods were lost, and not all of them came back within ${String(timeFor(stage))} seconds.`,
          advice: NO_ROOM,
        };
  },
};

/** What is to be said where one node had all pods. */
function together(lost: number, { workload: { replicas } }: Stage): string {
  return lost > 1 && lost === replicas
    ? " All of them were on that node: spread.host DoNotSchedule, or more nodes (pools[].min), keeps them apart."
    : "";
}
