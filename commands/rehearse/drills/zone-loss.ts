import { plural } from "../../../policy/rules/engine/plural";
import { isReady } from "../../../cluster/pods";
import { allReady, ownPodsOn, strangeClass } from "./drill";
import { lose, waitOnGke } from "./loss";
import { sharesOf } from "./settle";
import type { Drill } from "./drill";

/** All nodes of a zone fall silent, and no new ones can be had there. */
export const zoneLoss: Drill = {
  id: "zone-loss",
  title: "Loss of a zone",
  shows: "The pods of a lost zone come back in the other one, on their own disks.",
  isOutage: true,
  unfit: (stage) => {
    if (new Set(stage.cluster.nodes.list.map(({ zone }) => zone)).size < 2) {
      return "The stack has one zone: without it, the service is away until it is back.";
    }
    const other = strangeClass(stage);
    return other === undefined
      ? undefined
      : `Class ${other} is not of the stack, and a disk of one zone stands for it here: what a lost zone takes depends on the real one.`;
  },
  run: async (stage) => {
    const { cluster, timeline } = stage;
    const zone = sharesOf(stage)[0]?.zone ?? ""; // the one whose loss takes the most pods
    const nodes = cluster.nodes.list.filter((node) => node.zone === zone);
    const lost = ownPodsOn(stage, nodes).length;
    cluster.autoscaler.loseZone(zone);
    await lose(stage, nodes);
    const moved = await allReady(stage);
    const stranded = timeline.all.filter((pod) => !isReady(pod)).length;
    timeline.mark(`zone ${zone} is back`);
    cluster.autoscaler.loseZone(zone, false);
    const back = moved || (await allReady(stage));
    return moved
      ? { holds: true, says: `${plural(lost, "pod")} of ${zone} came back in the other zone. ${waitOnGke(stage)}` }
      : {
          holds: false,
          says: `${String(stranded)} of ${String(lost)} pods of ${zone} did not come back until the zone did${back ? "" : ", and not even then"}.`,
          advice:
            "Either their disks lie in one zone (storage.regional), the spread forbids it (spread.zone), or the other zone has no room: raise the pools' maximum.",
        };
  },
};
