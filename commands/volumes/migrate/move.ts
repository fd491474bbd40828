import { isOk, messageOf, STATUS } from "../../../cluster/answer";
import { ClusterError } from "../../../cluster/cluster-error";
import { letGo } from "../../../cluster/pod-hold";
import { poll } from "../../../cluster/poll";
import { SNAPSHOT_API, SNAPSHOT_RESTORING, snapshotOf } from "../../../cluster/snapshots";
import { runAt, snapshotFor } from "../snapshot/plan";
import { undo } from "./back";
import { nextClaim, volumeNameOf } from "./record";
import { startAgain, stopPod, untilDetached } from "./stop";
import { swapClaim } from "./swap";
import type { ApiObject } from "../../../cluster/api-object";
import type { Claim } from "../../../cluster/claims";
import type { Move } from "./plan";
import type { Snapshot } from "../../../cluster/snapshots";
import type { Moving } from "./moving";

/** Moves the disks of one ordinal, by snapshots that are made while nothing runs. Errors: as {@link swapOrdinal}. */
export async function moveOrdinal(
  moving: Moving,
  ordinal: number,
  moves: readonly Move[],
  snapshotClass: string | undefined,
): Promise<void> {
  await swapOrdinal(
    moving,
    { ordinal, claims: moves.map(({ claim, name }) => ({ name, claim: claim?.object })) },
    (pod) => prepare(moving, { pod, snapshotClass }, moves),
  );
}

/** Claims of an ordinal that give their places to others. */
export interface Places {
  readonly ordinal: number;
  /** As they are; undefined where there is none now. */
  readonly claims: readonly { readonly name: string; readonly claim: ApiObject | undefined }[];
}

/**
 * Stops the pod of an ordinal, gives its claims' places to others, and starts it again. Errors: ClusterError; where a claim could not be made,
 * it has its old disk again.
 *
 * @param prepare told the pod that is held, once its disks are attached nowhere; says what takes each place
 */
export async function swapOrdinal(
  moving: Moving,
  { claims, ordinal }: Places,
  prepare: (pod: ApiObject | undefined) => Promise<readonly Prepared[]>,
): Promise<void> {
  const { client, hold, set, timeout } = moving;
  const names = claims.map(({ name }) => name);
  hold.check();
  const pod = await stopPod(moving, ordinal);
  try {
    const disks = claims.flatMap(({ claim }) => (claim === undefined ? [] : (volumeNameOf(claim) ?? [])));
    await untilDetached(moving, disks);
    for (const { claim, next } of await prepare(pod)) {
      hold.check();
      await swapClaim(client, { set, claim, next, timeout });
    }
  } catch (error) {
    hold.check();
    await undo(moving, names);
    if (pod !== undefined) {
      await letGo(client, pod);
    }
    throw error;
  }
  if (pod !== undefined) {
    await startAgain(moving, pod, names);
  }
}

interface Stopped {
  /** The pod that is held; undefined where the ordinal has none. */
  readonly pod: ApiObject | undefined;
  readonly snapshotClass: string | undefined;
}

/** A claim, and what takes its place. */
export interface Prepared {
  readonly claim: ApiObject | undefined;
  readonly next: ApiObject;
}

/** What takes the place of each claim: from a snapshot that was made while nothing ran. */
async function prepare(
  moving: Moving,
  { pod, snapshotClass }: Stopped,
  moves: readonly Move[],
): Promise<readonly Prepared[]> {
  const there = moves.flatMap(({ claim }) => claim ?? []);
  // The pod's uid: a snapshot of an earlier stop must not count for this one, because the pod has written since.
  const run =
    pod === undefined ? `${MOVE}${runAt(new Date())}` : `${MOVE}${(pod.metadata.uid ?? "").slice(0, UID_PART)}`;
  const snapshots = new Map<string, string>();
  for (const claim of there) {
    snapshots.set(claim.name, await beginSnapshot(moving, claim, { run, className: snapshotClass }));
  }
  for (const name of snapshots.values()) {
    await untilGood(moving, name);
  }
  return moves.flatMap(({ claim, last, name, target }): readonly Prepared[] => {
    const snapshot = snapshots.get(name);
    if (claim !== undefined && snapshot !== undefined) {
      return [{ claim: claim.object, next: nextClaim(claim, { ...target, snapshot }) }];
    }
    return last === undefined ? [] : [{ claim: undefined, next: last.next }];
  });
}

const UID_PART = 8;
/** Begins the runs of snapshots that were made to move a disk. */
const MOVE = "move-";

/** Whether a snapshot was made to move a disk. */
export function isOfMove({ run }: Snapshot): boolean {
  return run?.startsWith(MOVE) === true;
}

async function beginSnapshot(
  { client, set }: Moving,
  claim: Claim,
  options: { readonly run: string; readonly className: string | undefined },
): Promise<string> {
  const snapshot = snapshotFor(claim, set, options);
  const annotations = { ...snapshot.metadata.annotations, [SNAPSHOT_RESTORING]: `${set.namespace}/${claim.name}` };
  const answer = await client.tryCreate({ ...snapshot, metadata: { ...snapshot.metadata, annotations } });
  if (!isOk(answer) && answer.status !== STATUS.conflict) {
    throw new ClusterError(`The API server refuses a snapshot of ${claim.name}: ${messageOf(answer)}`);
  }
  return snapshot.metadata.name;
}

async function untilGood({ client, set, timeout }: Moving, name: string): Promise<void> {
  await poll(timeout, async (isLast) => {
    const object = await client.get(SNAPSHOT_API, "VolumeSnapshot", name, set.namespace);
    const { error, isReady } =
      object === undefined ? { error: "somebody deleted it", isReady: false } : snapshotOf(object);
    if (isLast && !isReady) {
      throw new ClusterError(
        `Snapshot ${set.namespace}/${name} is not good after ${String(timeout)} seconds: ${error ?? "its driver has not finished it"}. Its claim is as it was.`,
      );
    }
    return isReady ? true : undefined;
  });
}
