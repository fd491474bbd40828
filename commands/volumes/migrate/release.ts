import { ClusterError } from "../../../cluster/cluster-error";
import { claimsOf, isGoing, phaseOf, volumeNameOf } from "../../../cluster/objects";
import { isHeld, letGo } from "../../../cluster/pod-hold";
import { isReady, podsByOrdinal } from "../../../cluster/pods";
import { poll } from "../../../cluster/poll";
import { isMadeFor } from "../../../cluster/volumes";
import { ordinalIn } from "../../../policy/facts/ordinals";
import { keptFor, lastMove } from "./record";
import { ordinalsOf } from "./stop";
import type { ApiObject } from "../../../cluster/api-object";
import type { SetName } from "../../../cluster/claims";
import type { ClusterClient } from "../../../cluster/client";
import type { Moving } from "./moving";

/**
 * Lets a held pod go, if each of its claims is there to stay: for one that is missing the set would make an empty one, and the pod would start on
 * it. Errors: ClusterError that says what is in the way; the pod stays held.
 */
export async function releasePod(client: ClusterClient, set: SetName, pod: ApiObject): Promise<void> {
  const why = await whyHeld(client, set, pod);
  if (why !== undefined) {
    throw new ClusterError(
      `Pod ${pod.metadata.name} stays held, and is down: ${why} Run volumes migrate ${set.name} --namespace ${set.namespace} --apply again without --volume, or with --back.`,
    );
  }
  await letGo(client, pod);
}

async function whyHeld(client: ClusterClient, set: SetName, pod: ApiObject): Promise<string | undefined> {
  const claims = await client.list("v1", "PersistentVolumeClaim", { namespace: set.namespace });
  const kept = await keptFor(client, set);
  for (const name of claimsOf(pod)) {
    const claim = claims.find(({ metadata }) => metadata.name === name);
    if (claim === undefined) {
      return `its claim ${name} is not there.`;
    }
    if (isGoing(claim)) {
      return `its claim ${name} is being deleted.`;
    }
    const last = lastMove(kept, name);
    if (last !== undefined && last.volume.metadata.name === volumeNameOf(claim)) {
      return `its claim ${name} is about to move.`;
    }
  }
  return undefined;
}

/** The held pods of a set, by ordinal. */
export async function heldPods(client: ClusterClient, set: SetName): Promise<ReadonlyMap<number, ApiObject>> {
  return new Map([...(await podsByOrdinal(client, set))].filter(([, pod]) => isHeld(pod)));
}

/** Starts a pod that an interrupted run has left held; one that still runs is only let go. */
export async function startHeld(moving: Moving, pod: ApiObject | undefined): Promise<void> {
  if (pod !== undefined) {
    await (isGoing(pod) ? startAgain(moving, pod) : releasePod(moving.client, moving.set, pod));
  }
}

/** Lets a pod go, and waits until there is a ready one on its claims. Errors: ClusterError after `timeout` seconds. */
export async function startAgain({ client, set, timeout }: Moving, pod: ApiObject): Promise<void> {
  await releasePod(client, set, pod);
  const claims = claimsOf(pod);
  await poll(timeout, async (isLast) => {
    const { name, uid } = pod.metadata;
    const now = await client.get("v1", "Pod", name, set.namespace);
    if (now !== undefined && now.metadata.uid !== uid && isReady(now)) {
      await refuseForeign(client, set, claims);
      return true;
    }
    const ordinal = ordinalIn(name, set.name);
    if (now === undefined && !(await ordinalsOf(client, set)).some((one) => one === ordinal)) {
      return true; // The set was made smaller in between.
    }
    if (isLast) {
      const unbound = await pendingOf(client, set, claims);
      const why = unbound.length === 0 ? "" : ` No disk yet: ${unbound.join(", ")}.`;
      throw new ClusterError(
        `Pod ${name} is not ready ${String(timeout)} seconds after its disk was moved.${why} See kubectl describe pod ${name} --namespace ${set.namespace}. The old disk is kept: --back brings it back.`,
      );
    }
    return undefined;
  });
}

async function pendingOf(
  client: ClusterClient,
  { namespace }: SetName,
  claims: readonly string[],
): Promise<readonly string[]> {
  const all = await client.list("v1", "PersistentVolumeClaim", { namespace });
  return all
    .filter((claim) => claims.includes(claim.metadata.name) && phaseOf(claim) !== "Bound")
    .map(({ metadata }) => metadata.name);
}

/** Errors: ClusterError where a claim that is made from a snapshot has got a volume that was there before, with other data. */
async function refuseForeign(client: ClusterClient, { namespace }: SetName, names: readonly string[]): Promise<void> {
  const claims = await client.list("v1", "PersistentVolumeClaim", { namespace });
  for (const claim of claims.filter(({ metadata }) => names.includes(metadata.name))) {
    const volume = await client.get("v1", "PersistentVolume", volumeNameOf(claim) ?? "");
    if (volume !== undefined && !isMadeFor(volume, claim)) {
      throw new ClusterError(
        `Claim ${claim.metadata.name} is made from a snapshot, and has PersistentVolume ${volume.metadata.name}, which was there before and has other data. Stop its pod, and go back with --back --apply.`,
      );
    }
  }
}
