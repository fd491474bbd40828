import { isGoing, volumeNameOf } from "../../../cluster/objects";
import { zonesOf } from "../../../cluster/volumes";
import { ordinalIn } from "../../../policy/facts/ordinals";
import { lastMove, MOVED_FROM, strayDisk } from "./record";
import type { ApiObject } from "../../../cluster/api-object";
import type { Claim } from "../../../cluster/claims";
import type { KeptVolume } from "./record";

/** What the disks of a claim template are to be. */
export interface Target {
  readonly className: string;
  /** Zones that the class allows, sorted; undefined for any. */
  readonly zones: readonly string[] | undefined;
  /** VolumeAttributesClass that the template names; undefined for none. */
  readonly attributesClass: string | undefined;
}

/**
 * Where a claim stands. `going`: somebody deletes it, and no move has said so. `stray`: a move was over, and its claim was deleted since. `unconfirmed`: it has moved, and not to this target. `anew`: it is another one than the move was about. `diskless`:
 * it has no disk yet, so that there is nothing to move.
 */
export type MoveState =
  "stays" | "diskless" | "to move" | "under way" | "moved" | "unconfirmed" | "anew" | "going" | "stray";

/** What becomes of a claim. */
export interface Move {
  /** Name of the claim. */
  readonly name: string;
  readonly ordinal: number;
  /** Name of the claim template. */
  readonly volume: string;
  /** The claim as it is; undefined where a run that was interrupted has deleted it. */
  readonly claim: Claim | undefined;
  readonly state: MoveState;
  readonly target: Target;
  /** What is written down of its last move; undefined for nothing. */
  readonly last: KeptVolume | undefined;
}

/** What is known of a set's disks. */
export interface DiskFacts {
  readonly claims: readonly Claim[];
  /** Volumes by name. */
  readonly volumes: ReadonlyMap<string, ApiObject>;
  /** Volumes that an earlier move has left behind. */
  readonly kept: readonly KeptVolume[];
}

/** Decides what becomes of the claims of a set, by name of the template. The highest ordinal comes first, as in an update. */
export function planMoves(facts: DiskFacts, targets: Readonly<Record<string, Target>>, set: string): readonly Move[] {
  const there = facts.claims.flatMap((claim) => {
    const target = targets[claim.volume];
    return target === undefined ? [] : [moveOf(claim, target, facts)];
  });
  return [...there, ...interrupted(facts, targets, set)].toSorted(
    (one, other) => other.ordinal - one.ordinal || one.volume.localeCompare(other.volume, "en"),
  );
}

function moveOf(claim: Claim, target: Target, { kept, volumes }: DiskFacts): Move {
  const { name, ordinal, volume } = claim;
  const last = lastMove(kept, name);
  const disk = volumeNameOf(claim.object);
  const state = stateOf(claim, target, { last, disk: volumes.get(disk ?? "") });
  return { name, ordinal, volume, claim, target, state, last };
}

/** The volume that a claim has left; undefined for none. */
function movedFrom({ object }: Claim): string | undefined {
  return object.metadata.annotations?.[MOVED_FROM];
}

function stateOf(
  claim: Claim,
  target: Target,
  { disk, last }: { readonly disk: ApiObject | undefined; readonly last: KeptVolume | undefined },
): MoveState {
  const isThere = claim.className === target.className && (disk === undefined || isIn(disk, target.zones));
  if (last !== undefined && last.volume.metadata.name === volumeNameOf(claim.object)) {
    return "under way";
  }
  if (isGoing(claim.object)) {
    return "going";
  }
  return last === undefined ? firstState(claim, isThere) : laterState(claim, last, isThere);
}

/** Of a claim that no move is written down of. */
function firstState({ isBound }: Claim, isThere: boolean): MoveState {
  return isThere ? "stays" : isBound ? "to move" : "diskless";
}

/** Of one that has left a volume, or has come in between. */
function laterState(claim: Claim, { volume }: KeptVolume, isThere: boolean): MoveState {
  return movedFrom(claim) !== volume.metadata.name ? "anew" : isThere ? "moved" : "unconfirmed";
}

function isIn(disk: ApiObject, zones: readonly string[] | undefined): boolean {
  return zones === undefined || zonesOf(disk).every((zone) => zones.includes(zone));
}

/** Claims that a run has deleted, and not made again. */
function interrupted(
  { claims, kept, volumes }: DiskFacts,
  targets: Readonly<Record<string, Target>>,
  set: string,
): readonly Move[] {
  const names = new Set(kept.map(({ claim }) => claim.metadata.name));
  const missing = [...names].filter((name) => !claims.some((claim) => claim.name === name));
  return missing.flatMap((name) =>
    Object.entries(targets).flatMap(([volume, target]): readonly Move[] => {
      const ordinal = ordinalIn(name, `${volume}-${set}`);
      const last = lastMove(kept, name);
      const isStray = last !== undefined && strayDisk(volumes.values(), kept, last) !== undefined;
      const state = isStray ? "stray" : "under way";
      return ordinal === undefined ? [] : [{ name, ordinal, volume, claim: undefined, state, target, last }];
    }),
  );
}
