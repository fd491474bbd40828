import { isGoing } from "../../../cluster/objects";
import {
  SNAPSHOT_API,
  SNAPSHOT_CLASS,
  SNAPSHOT_DISK,
  SNAPSHOT_LABELS,
  SNAPSHOT_MODES,
  SNAPSHOT_SIZE,
  SNAPSHOT_VOLUME_MODE,
} from "../../../cluster/snapshots";
import { objectName } from "../object-name";
import type { ApiObject } from "../../../cluster/api-object";
import type { Claim, SetName } from "../../../cluster/claims";
import type { Snapshot } from "../../../cluster/snapshots";

/** How many snapshots of each claim stay, and for how long. */
export interface Retention {
  /** Good snapshots that stay of each claim, the newest ones. At least 1. */
  readonly keep: number;
  /** Age in milliseconds from which others go; undefined for none. */
  readonly maxAge: number | undefined;
}

/** What would happen to the snapshots of a set. */
export interface SnapshotPlan {
  /** Claims of which a snapshot is made. */
  readonly takes: readonly Claim[];
  /** Claims without a disk, of which there is nothing to save. */
  readonly diskless: readonly Claim[];
  /** Claims that are being deleted: the snapshot controller takes none of those. */
  readonly going: readonly Claim[];
  /** Snapshots that are deleted once the new ones are good. */
  readonly expired: readonly Snapshot[];
  /** Snapshots that were not made here, and so are left alone. */
  readonly foreign: number;
}

/** Decides about the claims of a set and their snapshots, at a moment. It looks at nothing else. */
export function planSnapshots(
  claims: readonly Claim[],
  snapshots: readonly Snapshot[],
  retention: Retention,
  now: Date,
): SnapshotPlan {
  const takes = claims.filter(({ isBound, object }) => isBound && !isGoing(object));
  const names = new Set(takes.map(({ name }) => name));
  const ofSet = snapshots.filter(({ claim }) => names.has(claim));
  return {
    takes,
    diskless: claims.filter(({ isBound, object }) => !isBound && !isGoing(object)),
    going: claims.filter(({ object }) => isGoing(object)),
    expired: expiredOf(
      ofSet,
      takes.map(({ name, object }) => diskOf({ claim: name, disk: specOf(object).volumeName })),
      retention,
      now,
    ),
    foreign: ofSet.filter(({ isOurs }) => !isOurs).length,
  };
}

/**
 * Snapshots that go, of claims of which a new one is good or about to be. Of each claim the newest ones stay; what failed goes once something
 * newer is good; what is not ready yet is left alone, and so is everything that was not made here. Never the last good one.
 *
 * @param renewed disks (see diskOf) of which one more good snapshot is certain; of others nothing is deleted that leaves them without one
 */
export function expiredOf(
  snapshots: readonly Snapshot[],
  renewed: readonly string[],
  { keep, maxAge }: Retention,
  now: Date,
): readonly Snapshot[] {
  const byClaim = Map.groupBy(
    // Those of a move are its own, and end when it is confirmed.
    snapshots.filter((one) => one.isOurs && !isOfMove(one) && !isGoing(one.object)),
    diskOf,
  );
  return [...byClaim].flatMap(([disk, all]) => {
    const good = all.filter(({ isReady }) => isReady).toSorted(newestFirst);
    const extra = renewed.includes(disk) ? 1 : 0;
    const staying = good.slice(0, Math.max(keep - extra, 1 - extra));
    const isOld = ({ created }: Snapshot): boolean =>
      maxAge !== undefined && now.getTime() - Date.parse(created) > maxAge;
    // The newest stays whatever its age, unless a newer one is certain.
    const aged = staying.filter((one, index) => isOld(one) && index + extra > 0);
    const failed = all.filter(
      (one) => !one.isReady && one.error !== undefined && good.some((other) => newestFirst(other, one) < 0),
    );
    return [...good.filter((one) => !staying.includes(one)), ...aged, ...failed];
  });
}

/** What tells the disk of a snapshot from others: a claim that is made again under its name has another one, and the old one's last snapshot stays. */
function diskOf({ claim, disk = "" }: Pick<Snapshot, "claim" | "disk">): string {
  return `${claim} ${disk}`;
}

interface ClaimSpec {
  readonly accessModes?: readonly string[];
  readonly volumeMode?: string;
  readonly volumeName?: string;
}

function specOf(claim: ApiObject): ClaimSpec {
  return claim["spec"] ?? {};
}

function newestFirst(one: Snapshot, other: Snapshot): number {
  return Date.parse(other.created) - Date.parse(one.created) || (other.name < one.name ? -1 : 1);
}

/** What snapshots of a run have in common. */
export interface SnapshotOptions {
  readonly run: string;
  /** Name of the VolumeSnapshotClass. @default that of the driver */
  readonly className: string | undefined;
}

/** The snapshot of a claim that a run makes: the same run makes the same name, so that none is made twice. */
export function snapshotFor(
  claim: Claim,
  { name: set, namespace }: SetName,
  { className, run }: SnapshotOptions,
): ApiObject {
  const { accessModes = ["ReadWriteOnce"], volumeMode = "Filesystem", volumeName } = specOf(claim.object);
  return {
    apiVersion: SNAPSHOT_API,
    kind: "VolumeSnapshot",
    metadata: {
      name: objectName(`${claim.name}-${run}`),
      namespace,
      labels: {
        [SNAPSHOT_LABELS.set]: set,
        [SNAPSHOT_LABELS.volume]: claim.volume,
        [SNAPSHOT_LABELS.ordinal]: String(claim.ordinal),
        [SNAPSHOT_LABELS.run]: run,
      },
      annotations: {
        [SNAPSHOT_SIZE]: claim.capacity ?? claim.requested,
        [SNAPSHOT_MODES]: accessModes.join(","),
        [SNAPSHOT_VOLUME_MODE]: volumeMode,
        ...(volumeName !== undefined && { [SNAPSHOT_DISK]: volumeName }),
        ...(claim.className !== undefined && { [SNAPSHOT_CLASS]: claim.className }),
      },
    },
    spec: {
      source: { persistentVolumeClaimName: claim.name },
      ...(className !== undefined && { volumeSnapshotClassName: className }),
    },
  };
}

/** Begins the runs of snapshots that were made to move a disk. */
export const MOVE = "move-";

/** Whether a snapshot was made to move a disk: what retention is about are the others. */
export function isOfMove({ run }: Snapshot): boolean {
  return run?.startsWith(MOVE) === true;
}

/** Name of a run by its second: `20261129-152100`. */
export function runAt(now: Date): string {
  return now.toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-");
}

/** When a run began, by its name; undefined where that says none. */
export function timeOf(run: string): Date | undefined {
  const [, day, time] = /^(\d{8})-(\d{6})$/.exec(run) ?? [];
  if (day === undefined || time === undefined) {
    return undefined;
  }
  const [date, clock] = [day.replace(/(....)(..)(..)/, "$1-$2-$3"), time.replace(/(..)(..)(..)/, "$1:$2:$3")];
  return new Date(`${date}T${clock}Z`);
}
