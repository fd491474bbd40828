import { bytes, formatBytes, GIB } from "../../../policy/facts/quantities";
import { claimObject } from "../stack/objects";
import { eventually, ownClaims, strangeClass, withoutClaims } from "./drill";
import type { ApiObject } from "../../../cluster/api-object";
import type { Drill, Stage } from "./drill";

/** By how much a disk grows: little, because a quota may be small. */
const MORE = GIB;

/** A claim that grows while its pod runs. */
export const diskGrowth: Drill = {
  id: "disk-growth",
  title: "Growth of a disk",
  shows: "The class lets claims grow, and the disk does while its pod goes on.",
  unfit: (stage) => {
    const other = strangeClass(stage);
    return other === undefined
      ? withoutClaims(stage)
      : `Class ${other} is not of the stack: whether it lets claims grow is not known.`;
  },
  run: async (stage) => {
    const [claim] = await ownClaims(stage);
    if (claim === undefined) {
      return { holds: false, says: "There is no claim.", advice: "See the drill bring-up." };
    }
    const wanted = formatBytes(bytes(requestOf(claim)) + MORE);
    const change = { spec: { resources: { requests: { storage: wanted } } } };
    const path = await stage.cluster.api.pathOf(
      "v1",
      "PersistentVolumeClaim",
      stage.workload.namespace,
      claim.metadata.name,
    );
    const { body, status } = await stage.cluster.api.request("PATCH", path, change, "application/merge-patch+json");
    if (status >= 400) {
      return {
        holds: false,
        says: `The claim may not grow: ${String(body["message"])}`,
        advice: "Set allowVolumeExpansion on the class, and leave room in the namespace's quota (requests.storage).",
      };
    }
    const grown = await untilGrown(stage, claim, wanted);
    return grown
      ? {
          holds: true,
          says: `The disk of ${claim.metadata.name} grew to ${wanted}; its file system grows on the node, which is not simulated.`,
        }
      : {
          holds: false,
          says: `The disk did not grow to ${wanted} within ${String(stage.patience)} seconds.`,
          advice: "Look at the events of the claim: --keep leaves the cluster up.",
        };
  },
};

function requestOf({ spec }: ApiObject): string {
  return (spec as { resources: { requests: { storage: string } } }).resources.requests.storage;
}

async function untilGrown(stage: Stage, claim: ApiObject, wanted: string): Promise<boolean> {
  const { cluster, workload } = stage;
  const { volumeName = "" } = claim["spec"] as { volumeName?: string };
  const grown = await eventually(stage, async () => {
    const volume = await cluster.api.get("v1", "PersistentVolume", volumeName);
    const { capacity } = (volume?.["spec"] ?? {}) as { capacity?: { storage: string } };
    return capacity !== undefined && bytes(capacity.storage) >= bytes(wanted);
  });
  if (grown) {
    await finishOnNode(claimObject(workload.namespace, claim.metadata.name), cluster, wanted);
  }
  return grown;
}

/** What a kubelet does last: it grows the file system, and says so. */
async function finishOnNode(claim: ApiObject, { api }: Stage["cluster"], size: string): Promise<void> {
  const status = { capacity: { storage: size }, allocatedResourceStatuses: null, conditions: null };
  await api.merge(claim, { status }, "status");
}
