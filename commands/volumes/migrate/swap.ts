import { isOk, messageOf, STATUS } from "../../../cluster/answer";
import { ClusterError } from "../../../cluster/cluster-error";
import { claimsOf } from "../../../cluster/objects";
import { hasEnded } from "../../../cluster/pod-hold";
import { poll } from "../../../cluster/poll";
import { reserveFor } from "../../../cluster/volumes";
import { keep, volumeNameOf } from "./record";
import type { ApiObject } from "../../../cluster/api-object";
import type { SetName } from "../../../cluster/claims";
import type { ClusterClient } from "../../../cluster/client";
import type { Leaving } from "./record";

/** A claim that gives its place to another one of its name. */
export interface Swap {
  readonly set: SetName;
  /** The claim that has the place; undefined where an earlier run has deleted it. */
  readonly claim: ApiObject | undefined;
  /** The claim that takes it. */
  readonly next: ApiObject;
  /** Seconds that anything may take. */
  readonly timeout: number;
}

/** Finalizer by which a claim outlives the pods that use it. Source: kubernetes, pkg/volume/util/finalizer.go */
const PROTECTION = "kubernetes.io/pvc-protection";

/**
 * Gives a claim's name to the next one. The volume that it leaves is kept, and says so before anything is deleted. Nothing may run on it.
 * Each step can be done twice. Errors: ClusterError where something else has the name or is in the way.
 */
export async function swapClaim(client: ClusterClient, { claim, next, set, timeout }: Swap): Promise<void> {
  if (claim !== undefined) {
    await keepVolume(client, { claim, next, set });
    await deleteClaim(client, claim, timeout);
  }
  await makeClaim(client, next);
}

/** A claim that waits for its first consumer has left nothing behind. Errors: ClusterError where its volume is gone. */
async function keepVolume(
  client: ClusterClient,
  { claim, ...leaving }: Pick<Leaving, "claim" | "next" | "set">,
): Promise<void> {
  const name = volumeNameOf(claim);
  if (name === undefined) {
    return;
  }
  const volume = await client.get("v1", "PersistentVolume", name);
  if (volume === undefined) {
    throw new ClusterError(
      `Claim ${claim.metadata.name} is bound to PersistentVolume ${name}, which is gone: there is nothing to move.`,
    );
  }
  await keep(client, { ...leaving, claim, volume });
}

/** Deletes a claim that nothing runs on. Its protection would wait for the pod, which waits for the next claim. */
async function deleteClaim(client: ClusterClient, claim: ApiObject, timeout: number): Promise<void> {
  const { name, namespace, uid } = claim.metadata;
  await refuseUsers(client, claim);
  await client.delete(claim, { preconditions: { uid } });
  await poll(timeout, async (isLast) => {
    const now = await client.get("v1", "PersistentVolumeClaim", name, namespace);
    if (now === undefined || now.metadata.uid !== uid) {
      return true;
    }
    const { finalizers = [], resourceVersion } = now.metadata;
    if (isLast) {
      throw new ClusterError(
        `Claim ${name} is being deleted, and ${finalizers.join(" and ")} still holds it. Its volume is kept. Run the same command again when that is gone.`,
      );
    }
    if (finalizers.includes(PROTECTION)) {
      await refuseUsers(client, claim);
      const rest = finalizers.filter((one) => one !== PROTECTION);
      await client.tryMerge(now, { metadata: { resourceVersion, finalizers: rest } });
    }
    return undefined;
  });
}

/** Errors: ClusterError where a pod that has not ended names the claim. */
async function refuseUsers(client: ClusterClient, { metadata: { name, namespace } }: ApiObject): Promise<void> {
  const pods = await client.list("v1", "Pod", { namespace });
  const user = pods.find((pod) => claimsOf(pod).includes(name) && !hasEnded(pod));
  if (user !== undefined) {
    throw new ClusterError(
      `Pod ${user.metadata.name} uses claim ${name}: nothing may run on a disk that is moved. Stop it first.`,
    );
  }
}

/** Makes a claim; one that names a volume has it reserved first, so that nobody else gets it. */
export async function makeClaim(client: ClusterClient, claim: ApiObject): Promise<void> {
  const { name, namespace = "" } = claim.metadata;
  const volumeName = volumeNameOf(claim);
  const answer = await tryMake(client, claim, volumeName);
  if (isOk(answer)) {
    return;
  }
  const there =
    answer.status === STATUS.conflict ? await client.get("v1", "PersistentVolumeClaim", name, namespace) : undefined;
  if (there === undefined) {
    throw new ClusterError(`The API server refuses claim ${namespace}/${name}: ${messageOf(answer)}`);
  }
  if (!isSame(there, claim)) {
    throw new ClusterError(
      `Claim ${namespace}/${name} was made by somebody else in between, with another disk. Nothing is lost: the volume that it left is kept. Scale the set below that ordinal, delete the claim, and run the same command again.`,
    );
  }
}

/** Whether a claim that is there is what an earlier run made: with the volume that it names, or from the same snapshot. */
function isSame(there: ApiObject, wanted: ApiObject): boolean {
  const sourceOf = ({ spec }: ApiObject): unknown => (spec as { dataSource?: { name?: string } }).dataSource?.name;
  const volume = volumeNameOf(wanted);
  return volume === undefined ? sourceOf(there) === sourceOf(wanted) : volumeNameOf(there) === volume;
}

async function tryMake(
  client: ClusterClient,
  claim: ApiObject,
  volumeName: string | undefined,
): ReturnType<ClusterClient["tryCreate"]> {
  if (volumeName !== undefined) {
    const volume = await client.get("v1", "PersistentVolume", volumeName);
    const { name, namespace = "" } = claim.metadata;
    if (volume === undefined) {
      throw new ClusterError(
        `PersistentVolume ${volumeName} is gone, so claim ${namespace}/${name} cannot have it again.`,
      );
    }
    const there = await client.get("v1", "PersistentVolumeClaim", name, namespace);
    if (there === undefined) {
      await reserveFor(client, volume, { name, namespace });
    }
  }
  return client.tryCreate(claim);
}
