import { setTimeout as sleep } from "node:timers/promises";
import { setObject } from "../stack/objects";
import { setSpec, timeFor } from "./drill";
import { byHand, LOOK } from "./release";
import type { ApiObject } from "../../../cluster/api-object";
import type { Drill, Stage } from "./drill";

/** A release that is held at the last pod by a partition, and then let through. */
export const partition: Drill = {
  id: "partition",
  title: "A release that waits after its first pod",
  unfit: byHand,
  shows: "A partition holds a release at the highest ordinal, and lets it go on when it is lowered.",
  run: async (stage) => {
    const { cluster, timeline, workload } = stage;
    const { updateStrategy: before } = await setSpec<{ updateStrategy: object }>(stage);
    const last = workload.replicas - 1;
    await release(stage, { type: "RollingUpdate", rollingUpdate: { partition: last } });
    timeline.mark(`release held at ordinal ${String(last)}`);
    await timeline.until(
      (pods) => pods.filter(isReleased).length > 0 && timeline.readyCount === workload.replicas,
      stage.patience,
    );
    // Long enough for a second pod to follow, if nothing held it.
    await sleep(LOOK * 1000);
    const held = timeline.all.filter(isReleased).length;
    await cluster.api.merge(setObject(workload), {
      spec: { updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 0 } } },
    });
    timeline.mark("release let through");
    const through = await timeline.until(
      (pods) =>
        pods.length === workload.replicas && pods.every(isReleased) && timeline.readyCount === workload.replicas,
      timeFor(stage),
    );
    // What a merge is not told to remove would stay.
    await cluster.api.merge(setObject(workload), { spec: { updateStrategy: { rollingUpdate: null, ...before } } });
    return held === 1 && through
      ? { holds: true, says: "One pod had the release while it was held, and all had it afterwards." }
      : {
          holds: false,
          says: through
            ? `${String(held)} pods had the release while it was held, and one was to have it.`
            : "The release did not reach every pod after the partition was lowered.",
          advice: "Look at updateStrategy of the set, and at the pod that does not become ready.",
        };
  },
};

/** Annotation of the pods of a release that is held. */
const HELD = "rehearsal.gke-stateful/held";

async function release({ cluster, workload }: Stage, updateStrategy: object): Promise<void> {
  const template = { metadata: { annotations: { [HELD]: "true" } } };
  await cluster.api.merge(setObject(workload), { spec: { updateStrategy, template } });
}

function isReleased({ metadata: { annotations = {} } }: ApiObject): boolean {
  return annotations[HELD] === "true";
}
