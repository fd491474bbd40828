import { saying } from "../stack/apply";
import { setSpec, timeFor } from "./drill";
import { nodeNameOf } from "../../../cluster/objects";
import type { Drill, Finding, Stage } from "./drill";

/** The first thing that is seen of a workload: its pods become ready, after everything of the stack was applied. */
export const bringUp: Drill = {
  id: "bring-up",
  title: "Bring-up",
  shows: "All pods become ready.",
  isOutage: true,
  run: async (stage): Promise<Finding> => {
    const { rejections, timeline, workload } = stage;
    if (rejections.length > 0) {
      return { holds: false, says: saying(rejections), advice: "Mend the fields that the messages name." };
    }
    const from = timeline.now;
    const ready = await timeline.until(() => timeline.readyCount === workload.replicas, timeFor(stage));
    return ready
      ? {
          holds: true,
          says: `${workload.replicas === 1 ? "The pod was" : `All ${String(workload.replicas)} pods were`} ready ${(timeline.now - from).toFixed(1)} seconds after everything was applied.`,
        }
      : {
          holds: false,
          says: `${String(timeline.readyCount)} of ${String(workload.replicas)} pods became ready.`,
          advice: await whyNot(stage),
        };
  },
};

/** What an order of pods, or else the scheduler and the controllers, have to do with pods that do not start. */
async function whyNot(stage: Stage): Promise<string> {
  return (await waitsInOrder(stage)) ?? (await warningsOf(stage));
}

async function warningsOf({ cluster, workload }: Stage): Promise<string> {
  const events = await cluster.api.list("v1", "Event", { namespace: workload.namespace });
  const warnings = events.filter((event) => event["type"] === "Warning").map((event) => event["message"] as string);
  return warnings.length === 0 ? "No event says why." : `Warnings: ${[...new Set(warnings)].slice(-3).join("; ")}`;
}

/** A set that makes one pod after the other stops at the first that does not become ready. */
async function waitsInOrder(stage: Stage): Promise<string | undefined> {
  const { timeline, workload } = stage;
  const { podManagementPolicy } = await setSpec<{ podManagementPolicy: string }>(stage);
  const missing = workload.replicas - timeline.all.length;
  const isPlaced = timeline.all.every((pod) => nodeNameOf(pod) !== undefined);
  return podManagementPolicy === "OrderedReady" && missing > 0 && timeline.all.length > 0 && isPlaced
    ? `The set is OrderedReady: ${String(missing)} pods wait for the ones before them, for ever where those wait for their peers. Set podManagement to Parallel.`
    : undefined;
}
