import { setTimeout as sleep } from "node:timers/promises";
import { isOk, messageOf, STATUS } from "../../../cluster/answer";
import { ClusterError, RefusedError } from "../../../cluster/cluster-error";
import { claimsOf, isGoing, phaseOf, sourceOf, volumeNameOf } from "../../../cluster/objects";
import { hasEnded } from "../../../cluster/pod-hold";
import { poll } from "../../../cluster/poll";
import { claimedBy, reserveFor } from "../../../cluster/volumes";
import { keep, keptFor } from "./record";
import type { ApiObject } from "../../../cluster/api-object";
import type { Answer } from "../../../cluster/answer";
import type { SetName } from "../../../cluster/claims";
import type { ClusterClient } from "../../../cluster/client";
import type { Moving } from "./moving";
import type { Leaving, Purpose } from "./record";

/** A claim that gives its place to another one of its name. */
export interface Swap {
  /** The claim that has the place, or is going; undefined where there is none. */
  readonly claim: ApiObject | undefined;
  /** The claim that takes it. */
  readonly next: ApiObject;
}

/** Finalizer by which a claim outlives the pods that use it. Source: kubernetes, pkg/volume/util/finalizer.go */
const PROTECTION = "kubernetes.io/pvc-protection";
/** Milliseconds between looks at a claim that goes: while its place is free, the set may fill it. */
const SOON = 100;

/**
 * Gives claims' names to the next ones, all of one ordinal. The volumes that they leave are kept, and all of them say so before any claim is
 * deleted: a pod must not start between two of them. Nothing may run on them. Each step can be done twice. Errors: ClusterError where something else
 * has a name or is in the way.
 */
export async function swapClaims(moving: Moving, swaps: readonly Swap[], purpose: Purpose): Promise<void> {
  const { client, hold, set, timeout } = moving;
  for (const { claim, next } of swaps) {
    hold.check();
    await (claim === undefined ? undefined : keepVolume(client, { claim, next, set, purpose }));
  }
  for (const { claim, next } of swaps) {
    hold.check();
    await (claim === undefined ? undefined : deleteClaim(client, claim, timeout));
    hold.check();
    await makeClaim(client, set, next, timeout);
  }
}

/**
 * A claim without a volume leaves nothing behind. Of one that somebody deletes it is written down too: it has its volume as long as it goes. Errors:
 * ClusterError where a disk is to move, and is gone.
 */
async function keepVolume(client: ClusterClient, { claim, ...leaving }: Omit<Leaving, "volume">): Promise<void> {
  const name = volumeNameOf(claim);
  const isKept = (await keptFor(client, leaving.set)).some(({ volume }) => volume.metadata.name === name);
  if (name === undefined || (isGoing(claim) && isKept)) {
    return;
  }
  const volume = await client.get("v1", "PersistentVolume", name);
  if (volume !== undefined && claimedBy(volume)?.uid === claim.metadata.uid) {
    await keep(client, { ...leaving, claim, volume });
  } else if (leaving.purpose !== "restore") {
    throw new ClusterError(
      `Claim ${claim.metadata.name} names PersistentVolume ${name}, which is ${volume === undefined ? "gone" : "not bound to it"}: there is nothing to move. See gke-stateful volumes list.`,
    );
  }
}

/** Deletes a claim that nothing runs on. Its protection would wait for the pod, which waits for the next claim. */
async function deleteClaim(client: ClusterClient, claim: ApiObject, timeout: number): Promise<void> {
  const { name, namespace, uid } = claim.metadata;
  await refuseUsers(client, claim);
  const end = performance.now() + timeout * 1000;
  for (;;) {
    const now = await client.get("v1", "PersistentVolumeClaim", name, namespace);
    if (now === undefined || now.metadata.uid !== uid) {
      return;
    }
    if (volumeNameOf(now) !== volumeNameOf(claim)) {
      throw new ClusterError(
        `Claim ${name} has got volume ${volumeNameOf(now) ?? ""} just now. Run the same command again.`,
      );
    }
    if (performance.now() > end) {
      throw new ClusterError(
        `Claim ${name} is being deleted, and ${(now.metadata.finalizers ?? ["something"]).join(" and ")} still holds it after ${String(timeout)} seconds. Its volume is kept.`,
      );
    }
    if (!(await isOnItsWay(client, now))) {
      await sleep(SOON);
    }
  }
}

/** One step further: deleted, then without its protection. False where somebody else has to do something first. */
async function isOnItsWay(client: ClusterClient, claim: ApiObject): Promise<boolean> {
  const { finalizers = [], resourceVersion, uid } = claim.metadata;
  if (!isGoing(claim)) {
    await client.delete(claim, { preconditions: { uid } });
    return true;
  }
  if (!finalizers.includes(PROTECTION)) {
    return false;
  }
  await refuseUsers(client, claim);
  const rest = finalizers.filter((one) => one !== PROTECTION);
  const answer = await client.tryMerge(claim, { metadata: { resourceVersion, finalizers: rest } });
  if (!isOk(answer) && answer.status !== STATUS.conflict && answer.status !== STATUS.notFound) {
    throw new ClusterError(`The API server refuses to end claim ${claim.metadata.name}: ${messageOf(answer)}`);
  }
  return isOk(answer);
}

/** Errors: ClusterError where a pod that has not ended names the claim. */
async function refuseUsers(client: ClusterClient, { metadata: { name, namespace } }: ApiObject): Promise<void> {
  const user = await userOf(client, name, namespace);
  if (user !== undefined) {
    throw new ClusterError(
      `Pod ${user.metadata.name} uses claim ${name}: nothing may run on a disk that is moved. Stop it first.`,
    );
  }
}

async function userOf(
  client: ClusterClient,
  claim: string,
  namespace: string | undefined,
): Promise<ApiObject | undefined> {
  const pods = await client.list("v1", "Pod", { namespace });
  return pods.find((pod) => claimsOf(pod).includes(claim) && !hasEnded(pod));
}

/** Makes a claim, within `timeout` seconds; one that names a volume has it reserved first, so that nobody else gets it. */
async function makeClaim(client: ClusterClient, set: SetName, claim: ApiObject, timeout: number): Promise<void> {
  const { name, namespace = "" } = claim.metadata;
  await poll(timeout, async (isLast) => {
    if (!(await arePrepared(client, set, claim))) {
      if (isLast) {
        throw new ClusterError(
          `A volume for claim ${namespace}/${name} changes all the time. Run the same command again.`,
        );
      }
      return undefined; // Its controllers change the volume at this moment.
    }
    const answer = await client.tryCreate(claim);
    if (isOk(answer) || (answer.status === STATUS.conflict && (await isThere(client, claim)))) {
      return true;
    }
    // A quota counts what has gone a moment later.
    if (isLast || (answer.status !== STATUS.conflict && !mayPass(answer))) {
      throw new ClusterError(`The API server refuses claim ${namespace}/${name}: ${messageOf(answer)}`);
    }
    return undefined;
  });
}

function mayPass({ status }: Answer): boolean {
  return status === STATUS.forbidden || status === STATUS.tooManyRequests || status >= STATUS.serverError;
}

/** A claim in a volume that waits for a claim of a name, and is not to be had by the claim of that name that comes now. */
const NOBODY = "00000000-0000-0000-0000-000000000000";

/** False where a volume has changed since it was read. */
async function arePrepared(client: ClusterClient, set: SetName, claim: ApiObject): Promise<boolean> {
  try {
    await prepareVolumes(client, set, claim);
    return true;
  } catch (error) {
    if (error instanceof RefusedError && error.status === STATUS.conflict) {
      return false;
    }
    throw error;
  }
}

/** A volume that is named waits for the claim; one that a way back has left waiting for the name must not be had by another claim of it. */
async function prepareVolumes(client: ClusterClient, set: SetName, claim: ApiObject): Promise<void> {
  const { name, namespace = "" } = claim.metadata;
  const volumeName = volumeNameOf(claim);
  if (volumeName === undefined) {
    for (const { volume } of await keptFor(client, set)) {
      const reference = claimedBy(volume);
      if (reference?.name === name && reference.uid === undefined) {
        await client.merge(volume, { spec: { claimRef: { uid: NOBODY } } });
      }
    }
    return;
  }
  const volume = await client.get("v1", "PersistentVolume", volumeName);
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

/**
 * Whether a claim that is there is what an earlier run made. One that the set has made in between, without a disk and with nothing that runs on it,
 * is deleted. Errors: ClusterError where it has a disk, or somebody runs on it.
 */
async function isThere(client: ClusterClient, wanted: ApiObject): Promise<boolean> {
  const { name, namespace = "" } = wanted.metadata;
  const there = await client.get("v1", "PersistentVolumeClaim", name, namespace);
  if (there === undefined || isGoing(there)) {
    return false;
  }
  if (isSame(there, wanted)) {
    return true;
  }
  const isEmpty = volumeNameOf(there) === undefined && phaseOf(there) !== "Bound";
  const user = await userOf(client, name, namespace);
  if (!isEmpty || user !== undefined) {
    throw new ClusterError(
      `Claim ${namespace}/${name} was made by somebody else in between, with another disk${user === undefined ? "" : `, and pod ${user.metadata.name} runs on it`}. Nothing is lost: the volume that it left is kept. Scale the set below that ordinal, delete the claim, and run the same command again.`,
    );
  }
  await deleteClaim(client, there, CLEARING);
  return false;
}

/** Seconds until an empty claim must be gone. */
const CLEARING = 60;

/** Whether a claim is what is wanted: with the volume that it names, or from the same snapshot. */
function isSame(there: ApiObject, wanted: ApiObject): boolean {
  const volume = volumeNameOf(wanted);
  return volume === undefined ? sourceOf(there) === sourceOf(wanted) : volumeNameOf(there) === volume;
}
