import { ClusterError } from "../../../cluster/cluster-error";
import { claimsOf, volumeNameOf } from "../../../cluster/objects";
import { undo } from "./back";
import { keptFor } from "./record";
import { releasePod, startAgain } from "./release";
import { stopPod, untilDetached } from "./stop";
import type { ApiObject } from "../../../cluster/api-object";
import type { Moving } from "./moving";

/** What is stopped. */
export interface Stopped {
  readonly ordinal: number;
  /** Names of the claims that something is done to. */
  readonly claims: readonly string[];
}

/**
 * Stops the pod of an ordinal, does something to its claims once their disks are attached nowhere, and starts it again. Errors: ClusterError; then
 * claims that could not be made have their old disks again, and the pod is let go, or the message says that it is down.
 */
export async function onStopped(
  moving: Moving,
  { claims, ordinal }: Stopped,
  work: (pod: ApiObject | undefined) => Promise<void>,
): Promise<void> {
  const { client, hold, set } = moving;
  hold.check();
  const pod = await stopPod(moving, ordinal);
  try {
    await untilDetached(moving, await disksOf(moving, [...claims, ...(pod === undefined ? [] : claimsOf(pod))]));
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

/** Volumes that claims have, or have left. */
async function disksOf({ client, set }: Moving, names: readonly string[]): Promise<readonly string[]> {
  const claims = await client.list("v1", "PersistentVolumeClaim", { namespace: set.namespace });
  const own = claims.filter(({ metadata }) => names.includes(metadata.name));
  const kept = (await keptFor(client, set)).filter(({ claim }) => names.includes(claim.metadata.name));
  return [...own.map((claim) => volumeNameOf(claim) ?? ""), ...kept.map(({ volume }) => volume.metadata.name)];
}
