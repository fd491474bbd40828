import { setObject } from "../stack/objects";
import { lowest } from "../measuring/timeline";
import { timeFor } from "./drill";
import { heldBack } from "./release";
import type { Drill } from "./drill";

/** A release that reaches all pods, one after the other. */
export const rollout: Drill = {
  id: "rollout",
  title: "A release that reaches every pod",
  shows: "Pods are replaced one by one, and the service goes on.",
  unfit: heldBack,
  run: async (stage) => {
    const { cluster, timeline, workload } = stage;
    const from = timeline.now;
    const template = { metadata: { annotations: { "rehearsal.gke-stateful/release": String(Date.now()) } } };
    const old = new Set(timeline.all.map(({ metadata }) => metadata.uid));
    await cluster.api.merge(setObject(workload), { spec: { template } });
    timeline.mark("release");
    const renewed = await timeline.until(
      (pods) =>
        pods.length === workload.replicas &&
        pods.every(({ metadata }) => !old.has(metadata.uid)) &&
        timeline.readyCount === workload.replicas,
      timeFor(stage),
    );
    const fewest = lowest(timeline.moments, from, timeline.now);
    return renewed
      ? {
          holds: true,
          says: `All ${String(workload.replicas)} pods have the new revision; at least ${String(fewest)} were ready meanwhile.`,
        }
      : {
          holds: false,
          says: "The release did not reach every pod.",
          advice: "Look at updateStrategy (OnDelete, partition), and at the pod that does not become ready.",
        };
  },
};
