import { ClusterError } from "../../../cluster/cluster-error";
import { claimsOf, isGoing, phaseOf, volumeNameOf } from "../../../cluster/objects";
import { isReady, podsOfSet } from "../../../cluster/pods";
import { poll } from "../../../cluster/poll";
import { listSnapshots } from "../../../cluster/snapshots";
import { claimedBy, deleteWithClaim, isMadeFor } from "../../../cluster/volumes";
import { plural } from "../../../policy/rules/engine/plural";
import { UserError } from "../../shared/user-error";
import { NOTHING_CHANGED, secondsIn, withCluster } from "../cluster-flags";
import { whileHeld } from "../migrate/moving";
import { keptFor, lastMove, MOVED_FROM } from "../migrate/record";
import { ordinalsOf } from "../migrate/stop";
import { letSnapshotsGo } from "../restore/hold-snapshot";
import { isOfMove } from "../snapshot/plan";
import { deleteSnapshot } from "../snapshot/prune";
import type { ApiObject } from "../../../cluster/api-object";
import type { SetName } from "../../../cluster/claims";
import type { ClusterClient } from "../../../cluster/client";
import type { Snapshot } from "../../../cluster/snapshots";
import type { ClusterFlags } from "../cluster-flags";
import type { Moving } from "../migrate/moving";
import type { KeptVolume } from "../migrate/record";

/** Options of `volumes confirm`, as they are typed. */
export interface ConfirmFlags extends ClusterFlags {
  readonly namespace: string;
  readonly unproven?: boolean;
  readonly apply?: boolean;
  readonly timeout: string;
}

/** Ends the disks that a move has left behind, once their claims have others and the pods are ready on them. */
export async function runConfirm(name: string, flags: ConfirmFlags): Promise<void> {
  const timeout = secondsIn(flags.timeout);
  const set = { name, namespace: flags.namespace };
  await withCluster(flags, async (client) => {
    const kept = await keptFor(client, set);
    if (kept.length === 0) {
      throw new UserError(`No volume is kept for StatefulSet ${set.namespace}/${name}: there is nothing to confirm.`);
    }
    const isUnproven = flags.unproven === true;
    process.stdout.write(planText(set, kept, await lookAt(client, set, kept, isUnproven)));
    if (flags.apply !== true) {
      process.stdout.write(NOTHING_CHANGED);
      return;
    }
    await whileHeld(client, set, async (hold) => {
      // Somebody may have gone back while this waited for its turn.
      const now = await keptFor(client, set);
      await end({ client, set, timeout, hold }, now, await lookAt(client, set, now, isUnproven));
      process.stdout.write(`${plural(now.length, "old disk")} deleted.\n`);
    });
  });
}

/** The snapshots that end with the disks. Errors: UserError where a disk may be needed. */
async function lookAt(
  client: ClusterClient,
  set: SetName,
  kept: readonly KeptVolume[],
  isUnproven: boolean,
): Promise<readonly Snapshot[]> {
  await refuseOpen(client, set, kept);
  await refuseUnproven(client, set, kept, isUnproven);
  return snapshotsOf(client, set, kept);
}

/** Errors: UserError where a claim has no other disk yet, or its pod is not ready on it: the old one may be needed. */
async function refuseOpen(client: ClusterClient, set: SetName, kept: readonly KeptVolume[]): Promise<void> {
  const claims = await client.list("v1", "PersistentVolumeClaim", { namespace: set.namespace });
  const volumes = new Map((await client.list("v1", "PersistentVolume")).map((one) => [one.metadata.name, one]));
  for (const one of kept) {
    const { name } = one.claim.metadata;
    const claim = claims.find(({ metadata }) => metadata.name === name);
    if (claim === undefined || lastMove(kept, name) !== one || !hasOtherDisk(claim, one.volume)) {
      throw new UserError(
        `Claim ${set.namespace}/${name} has no other disk than ${one.volume.metadata.name} yet, or is not bound to it, or moves at this moment: must have, before that one is deleted. An idle ordinal gets its disk when its pod starts. See gke-stateful volumes migrate ${set.name} --namespace ${set.namespace}.`,
      );
    }
    const disk = volumes.get(volumeNameOf(claim) ?? "");
    if (disk === undefined || !isItsOwn(disk, claim)) {
      throw new UserError(
        `Claim ${set.namespace}/${name} has PersistentVolume ${volumeNameOf(claim) ?? "(none)"}, which was not made for it: its data is on ${one.volume.metadata.name}. Go back: gke-stateful volumes migrate ${set.name} --namespace ${set.namespace} --back.`,
      );
    }
  }
}

/** Errors: UserError where nobody has shown that the new disks are good: a pod is not ready, or there is none. */
async function refuseUnproven(
  client: ClusterClient,
  set: SetName,
  kept: readonly KeptVolume[],
  isAllowed: boolean,
): Promise<void> {
  const ready = (await podsOfSet(client, set)).filter(isReady);
  const expected = (await ordinalsOf(client, set)).map((ordinal) => `${set.name}-${String(ordinal)}`);
  const missing = expected.filter((pod) => !ready.some(({ metadata }) => metadata.name === pod));
  if (missing.length > 0) {
    throw new UserError(
      `${missing.join(", ")} not ready: every pod must be, before the old disks are deleted. To go back: gke-stateful volumes migrate ${set.name} --namespace ${set.namespace} --back.`,
    );
  }
  const used = ready.flatMap(claimsOf);
  const idle = kept.map(({ claim }) => claim.metadata.name).filter((name) => !used.includes(name));
  if (idle.length > 0 && !isAllowed) {
    throw new UserError(
      `No pod runs on ${idle.join(", ")}: must have been ready on its new disk once, before the old one is deleted. Scale the set up, and confirm then; or give --unproven where the old disk is not needed.`,
    );
  }
}

/** Whether a disk was made for a claim, is bound to it, and stays. */
function isItsOwn(disk: ApiObject, claim: ApiObject): boolean {
  const isBound = claimedBy(disk)?.uid === claim.metadata.uid;
  return isBound && isMadeFor(disk, claim) && !isGoing(disk);
}

function hasOtherDisk(claim: ApiObject, volume: ApiObject): boolean {
  const hasMoved = claim.metadata.annotations?.[MOVED_FROM] === volume.metadata.name && phaseOf(claim) === "Bound";
  return hasMoved && !isGoing(claim) && phaseOf(volume) === "Released" && claimedBy(volume)?.uid !== claim.metadata.uid;
}

/** Snapshots that moves of the claims were made of, forth and back. */
async function snapshotsOf(
  client: ClusterClient,
  { name, namespace }: SetName,
  kept: readonly KeptVolume[],
): Promise<readonly Snapshot[]> {
  const claims = kept.map(({ claim }) => claim.metadata.name);
  const all = await listSnapshots(client, { namespace });
  return all.filter((one) => one.set === name && isOfMove(one) && claims.includes(one.claim));
}

function planText({ name, namespace }: SetName, kept: readonly KeptVolume[], snapshots: readonly Snapshot[]): string {
  return [
    `Deleted for good, of StatefulSet ${namespace}/${name}:`,
    ...kept.map(
      ({ claim, volume }) => `  volume ${volume.metadata.name}, which claim ${claim.metadata.name} had before it moved`,
    ),
    ...snapshots.map((one) => `  snapshot ${one.name}, from which it moved`),
    "",
  ].join("\n");
}

async function end(moving: Moving, kept: readonly KeptVolume[], snapshots: readonly Snapshot[]): Promise<void> {
  const { client, hold } = moving;
  // Nothing is to be made from them any more: the claims have their disks.
  const { namespace } = moving.set;
  await letSnapshotsGo(
    client,
    kept.map(({ claim }) => ({ namespace, name: claim.metadata.name })),
  );
  for (const { object } of snapshots) {
    hold.check();
    if (!(await deleteSnapshot(client, object))) {
      process.stderr.write(
        `Snapshot ${object.metadata.name} stays: a claim is being made from it, or it changes all the time.\n`,
      );
    }
  }
  for (const { volume } of kept) {
    hold.check();
    await deleteWithClaim(client, volume);
  }
  await untilGone(moving, kept);
  for (const { claim } of kept) {
    await forgetMove(moving, claim);
  }
}

async function untilGone({ client, timeout }: Moving, kept: readonly KeptVolume[]): Promise<void> {
  await poll(timeout, async (isLast) => {
    const names = kept.map(({ volume }) => volume.metadata.name);
    const left = (await client.list("v1", "PersistentVolume")).filter(({ metadata }) => names.includes(metadata.name));
    if (left.length > 0 && isLast) {
      throw new ClusterError(
        `The driver has not deleted ${left.map(({ metadata }) => metadata.name).join(", ")} within ${String(timeout)} seconds. See kubectl describe pv.`,
      );
    }
    return left.length === 0 ? true : undefined;
  });
}

async function forgetMove({ client }: Moving, { metadata: { name, namespace } }: ApiObject): Promise<void> {
  const claim = await client.get("v1", "PersistentVolumeClaim", name, namespace);
  if (claim !== undefined && volumeNameOf(claim) !== undefined) {
    await client.merge(claim, { metadata: { annotations: { [MOVED_FROM]: null } } });
  }
}
