import { isGoing, sourceOf, volumeNameOf } from "../../../cluster/objects";
import { ClusterError } from "../../../cluster/cluster-error";
import { isReady, podsByOrdinal } from "../../../cluster/pods";
import { poll } from "../../../cluster/poll";
import { SNAPSHOT_API, snapshotOf } from "../../../cluster/snapshots";
import { beginSnapshot } from "../snapshot/begin";
import { MOVE, runAt } from "../snapshot/plan";
import { onStopped } from "./on-stopped";
import { nextClaim } from "./record";
import { swapClaims } from "./swap";
import type { ApiObject } from "../../../cluster/api-object";
import type { Claim } from "../../../cluster/claims";
import type { Moving } from "./moving";
import type { SnapshotOptions } from "../snapshot/plan";
import type { Move } from "./plan";

/** What moves are made with. */
export interface MoveOptions {
  readonly snapshotClass: string | undefined;
  /** The moves of the ordinal as they stand now: somebody may have done something while its turn came. Errors: UserError. */
  readonly look: () => Promise<readonly Move[]>;
}

/** Moves the disks of one ordinal, by snapshots that are made while nothing runs. Errors: as {@link onStopped}. */
export async function moveOrdinal(
  moving: Moving,
  ordinal: number,
  { look, snapshotClass }: MoveOptions,
): Promise<void> {
  await warm(moving, ordinal, await look(), snapshotClass);
  const names = (await look()).map(({ name }) => name);
  await onStopped(moving, { ordinal, claims: names }, async (pod) => {
    const moves = await look();
    const nexts = await nextClaims(moving, moves, { className: snapshotClass, run: runOf(pod) });
    const swaps = moves.flatMap(({ claim, name }) => {
      const next = nexts.get(name);
      return next === undefined ? [] : [{ claim: claim?.object, next }];
    });
    await swapClaims(moving, swaps, "move");
  });
}

/** By the pod's uid: a snapshot of an earlier stop must not count for this one, because the pod has written since. */
function runOf(pod: ApiObject | undefined, mark = ""): string {
  return `${MOVE}${mark}${pod === undefined ? runAt(new Date()) : (pod.metadata.uid ?? "").slice(0, UID_PART)}`;
}

const UID_PART = 8;

/**
 * A snapshot while the pod still runs: the one that counts has to save only what was written since, so that the pod is away for a shorter time. And
 * where none can be made, nobody has been stopped for it.
 */
async function warm(
  moving: Moving,
  ordinal: number,
  moves: readonly Move[],
  className: string | undefined,
): Promise<void> {
  const pod = (await podsByOrdinal(moving.client, moving.set)).get(ordinal);
  const claims = moves.flatMap(({ claim, state }) => (claim !== undefined && state === "to move" ? [claim] : []));
  if (pod !== undefined && isReady(pod)) {
    await snapshotsOf(moving, claims, { className, run: runOf(pod, "ahead-") });
  }
}

/** What takes the place of each claim: from a snapshot, or as an interrupted run has written it down. */
async function nextClaims(
  moving: Moving,
  moves: readonly Move[],
  options: SnapshotOptions,
): Promise<ReadonlyMap<string, ApiObject>> {
  const whole = moves.filter(({ claim }) => claim !== undefined && !isGoing(claim.object));
  const claims = whole.flatMap(({ claim }) => claim ?? []);
  const snapshots = await snapshotsOf(moving, claims, options);
  const nexts = new Map<string, ApiObject>();
  for (const { claim, last, name, target } of moves) {
    const snapshot = snapshots.get(name);
    if (claim !== undefined && snapshot !== undefined) {
      const sizes = await sizesOf(moving, claim, snapshot);
      nexts.set(name, nextClaim(claim, { ...target, snapshot: snapshot.metadata.name, sizes }));
    } else if (last !== undefined) {
      await untilGood(moving, sourceOf(last.next) ?? ""); // It may have gone in between.
      nexts.set(name, last.next);
    }
  }
  return nexts;
}

/** Sizes that a claim may know nothing of: of a disk that grew without a pod, and of what the storage system saved. */
async function sizesOf({ client }: Moving, { object }: Claim, snapshot: ApiObject): Promise<readonly string[]> {
  const volume = await client.get("v1", "PersistentVolume", volumeNameOf(object) ?? "");
  const { capacity } = (volume?.["spec"] ?? {}) as { capacity?: { storage?: string } };
  const { restoreSize } = (snapshot["status"] ?? {}) as { restoreSize?: string };
  return [capacity?.storage ?? [], restoreSize ?? []].flat();
}

/** Good snapshots of claims, by their names. Errors: ClusterError where one does not become good in time. */
async function snapshotsOf(
  moving: Moving,
  claims: readonly Claim[],
  options: SnapshotOptions,
): Promise<ReadonlyMap<string, ApiObject>> {
  const names: [claim: string, snapshot: string][] = [];
  for (const claim of claims) {
    moving.hold.check();
    names.push([claim.name, await beginSnapshot(moving.client, claim, moving.set, options)]);
  }
  const good = new Map<string, ApiObject>();
  for (const [claim, snapshot] of names) {
    good.set(claim, await untilGood(moving, snapshot));
  }
  return good;
}

async function untilGood({ client, set, timeout }: Moving, name: string): Promise<ApiObject> {
  return poll(timeout, async (isLast) => {
    const object = await client.get(SNAPSHOT_API, "VolumeSnapshot", name, set.namespace);
    if (object === undefined) {
      throw new ClusterError(
        `Snapshot ${set.namespace}/${name} is gone; somebody deleted it. Go back with --back --apply.`,
      );
    }
    const { error, isReady: isGood } = snapshotOf(object);
    if (isLast && !isGood) {
      throw new ClusterError(
        `Snapshot ${set.namespace}/${name} is not good after ${String(timeout)} seconds: ${error ?? "its driver has not finished it"}. Give it longer with --timeout.`,
      );
    }
    return isGood ? object : undefined;
  });
}
