import { allReady, LOOK_AT_POD, ownClaims, scaleTo } from "./drill";
import type { Drill, Stage } from "./drill";

/** One pod less, and back: claims stay, and the pod comes back to its own. */
export const scale: Drill = {
  id: "scale",
  title: "One pod less, and back",
  shows: "Claims stay when pods go, and a pod that comes back has its own again.",
  isOutage: true,
  run: async (stage) => {
    const { patience, timeline, workload } = stage;
    const before = await volumesOf(stage);
    await scaleTo(stage, workload.replicas - 1);
    const shrunk = await timeline.until((pods) => pods.length === workload.replicas - 1, patience);
    timeline.mark("one pod less");
    const between = await volumesOf(stage);
    await scaleTo(stage, workload.replicas);
    const back = await allReady(stage);
    const after = await volumesOf(stage);
    const kept = [...before].every(([claim, volume]) => between.get(claim) === volume && after.get(claim) === volume);
    return shrunk && back && kept
      ? { holds: true, says: `All ${String(before.size)} claims kept their volumes.` }
      : {
          holds: false,
          says: kept
            ? `${shrunk ? "The pod did not come back" : "The pod did not go"} within ${String(patience)} seconds.`
            : "A claim went with its pod, or came back with another volume.",
          advice: kept ? LOOK_AT_POD : "Set retention.whenScaled to Retain.",
        };
  },
};

/** Claim → volume. */
async function volumesOf(stage: Stage): Promise<ReadonlyMap<string, string>> {
  const claims = await ownClaims(stage);
  return new Map(
    claims.map(({ metadata, spec }) => [metadata.name, (spec as { volumeName?: string }).volumeName ?? ""]),
  );
}
