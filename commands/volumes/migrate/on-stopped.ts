import { ClusterError } from "../../../cluster/cluster-error";
import { claimsOf } from "../../../cluster/objects";
import { undo } from "./back";
import { keptFor, volumeNameOf } from "./record";
import { releasePod, startAgain } from "./release";
import { stopPod, untilDetached } from "./stop";
import type { ApiObject } from "../../../cluster/api-object";
import type { Moving } from "./moving";

/**
 * Stops the pod of an ordinal, does something to its claims once their disks are attached nowhere, and starts it again. Errors: ClusterError; then
 * claims that could not be made have their old disks again, and the pod is let go, or the message says that it is down.
 */
export async function onStopped(
  moving: Moving,
  ordinal: number,
  work: (pod: ApiObject | undefined) => Promise<void>,
): Promise<void> {
  const { client, hold, set } = moving;
  hold.check();
  const pod = await stopPod(moving, ordinal);
  try {
    await untilDetached(moving, await disksOf(moving, ordinal, pod));
    await work(pod);
  } catch (error) {
    try {
      hold.check();
      await undo(moving, ordinal);
      if (pod !== undefined) {
        await releasePod(client, set, pod);
      }
    } catch (second) {
      throw new ClusterError(`${messageIn(error)} ${messageIn(second)}`, { cause: error });
    }
    throw error;
  }
  if (pod !== undefined) {
    await startAgain(moving, pod);
  }
}

function messageIn(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Volumes of the claims that a pod has, or that the ordinal had when its disks were moved. */
async function disksOf(
  { client, set }: Moving,
  ordinal: number,
  pod: ApiObject | undefined,
): Promise<readonly string[]> {
  const claims = await client.list("v1", "PersistentVolumeClaim", { namespace: set.namespace });
  const ends = `-${set.name}-${String(ordinal)}`;
  const names = pod === undefined ? [] : claimsOf(pod);
  const own = claims.filter(({ metadata: { name } }) => names.includes(name) || name.endsWith(ends));
  const kept = (await keptFor(client, set)).filter(({ claim }) => claim.metadata.name.endsWith(ends));
  return [...own.map((claim) => volumeNameOf(claim) ?? ""), ...kept.map(({ volume }) => volume.metadata.name)];
}
