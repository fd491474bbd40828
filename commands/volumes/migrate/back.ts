import { ClusterError } from "../../../cluster/cluster-error";
import { isGoing, phaseOf, volumeNameOf } from "../../../cluster/objects";
import { poll } from "../../../cluster/poll";
import { UserError } from "../../shared/user-error";
import { claimAgain, isBack, keepNoLonger, keptFor, lastMove, MOVED_FROM } from "./record";
import { letSnapshotsGo } from "../restore/hold-snapshot";
import { swapClaims } from "./swap";
import type { ApiObject } from "../../../cluster/api-object";
import type { SetName } from "../../../cluster/claims";
import type { ClusterClient } from "../../../cluster/client";
import type { Moving } from "./moving";
import type { KeptVolume } from "./record";

/** A claim that gets back the volume that it left. */
export interface Return {
  readonly name: string;
  readonly ordinal: number;
  /** The claim as it is, or is going; undefined where an interrupted run has deleted it. */
  readonly claim: ApiObject | undefined;
  /** The claim that it becomes; undefined where it has its volume, still or again. */
  readonly next: ApiObject | undefined;
  readonly volume: string;
}

/** Decides what each claim becomes, the highest ordinal first. Errors: UserError where a claim is neither of the two that the move was about. */
export function planReturns(kept: readonly KeptVolume[], claims: readonly ApiObject[]): readonly Return[] {
  const names = new Set(kept.map(({ claim }) => claim.metadata.name));
  return [...names]
    .flatMap((name): readonly Return[] => {
      const last = lastMove(kept, name);
      const claim = claims.find(({ metadata }) => metadata.name === name);
      return last === undefined ? [] : [{ name, ordinal: ordinalOf(name), claim, ...becomes(last, claim) }];
    })
    .toSorted((one, other) => other.ordinal - one.ordinal || one.name.localeCompare(other.name, "en"));
}

/** What stands at the end of a claim's name. */
function ordinalOf(claim: string): number {
  return Number(/\d+$/.exec(claim)?.[0]);
}

function becomes(last: KeptVolume, claim: ApiObject | undefined): Pick<Return, "next" | "volume"> {
  const { name } = last.volume.metadata;
  refuseOther(claim, name);
  const disk = claim === undefined ? undefined : volumeNameOf(claim);
  const volume = isBack(last) ? (volumeNameOf(last.next) ?? "") : name;
  if (claim !== undefined && !isGoing(claim) && disk === volume) {
    return { next: undefined, volume };
  }
  return { next: isBack(last) ? last.next : claimAgain(last, disk === name ? undefined : disk), volume };
}

/** Errors: UserError where a claim is neither of the two of the move. */
function refuseOther(claim: ApiObject | undefined, from: string): void {
  if (claim !== undefined && volumeNameOf(claim) !== from && claim.metadata.annotations?.[MOVED_FROM] !== from) {
    throw new UserError(
      `Claim ${claim.metadata.name} has volume ${volumeNameOf(claim) ?? "(none yet)"}, which is not of the move: the set or somebody else made it while its place was free. Look at what is on it, scale the set below that ordinal, let its pod go where it is held (kubectl patch pod --type merge -p '{"metadata":{"finalizers":null}}'), delete the claim, and run the same command again.`,
    );
  }
}

/** The returns of a set, or of one ordinal, as they stand now. Errors: as {@link planReturns}. */
export async function returnsOf(
  client: ClusterClient,
  set: SetName,
  ordinal: number | undefined,
): Promise<readonly Return[]> {
  const claims = await client.list("v1", "PersistentVolumeClaim", { namespace: set.namespace });
  const kept = await keptFor(client, set);
  const own = kept.filter(({ claim }) => ordinal === undefined || ordinalOf(claim.metadata.name) === ordinal);
  return planReturns(own, claims);
}

/** Gives claims back the volumes that they left. Those that they leave in turn are kept. */
export async function giveBack(moving: Moving, returns: readonly Return[]): Promise<void> {
  const swaps = returns.flatMap(({ claim, next }) => (next === undefined ? [] : [{ claim, next }]));
  await swapClaims(moving, swaps, "back");
  await finish(moving, returns);
}

/** Volumes that have their claims again are not kept for them any more, and get their policy back. */
async function finish(moving: Moving, returns: readonly Pick<Return, "name" | "volume">[]): Promise<void> {
  const { client, set } = moving;
  await untilBound(moving, returns);
  const volumes = returns.map(({ volume }) => volume);
  for (const one of await keptFor(client, set)) {
    if (volumes.includes(one.volume.metadata.name)) {
      await keepNoLonger(client, one);
    }
  }
  await letSnapshotsGo(
    client,
    returns.map(({ name }) => ({ namespace: set.namespace, name })),
  );
}

/** A claim that names its volume needs no pod for it. */
async function untilBound(
  { client, set, timeout }: Moving,
  returns: readonly Pick<Return, "name" | "volume">[],
): Promise<void> {
  await poll(timeout, async (isLast) => {
    const claims = await client.list("v1", "PersistentVolumeClaim", { namespace: set.namespace });
    const open = returns.find(({ name, volume }) => {
      const claim = claims.find(({ metadata }) => metadata.name === name);
      return claim === undefined || isGoing(claim) || phaseOf(claim) !== "Bound" || volumeNameOf(claim) !== volume;
    });
    if (open !== undefined && isLast) {
      throw new ClusterError(
        `Claim ${open.name} was not bound to volume ${open.volume} within ${String(timeout)} seconds. See kubectl describe pvc ${open.name} --namespace ${set.namespace}.`,
      );
    }
    return open === undefined ? true : undefined;
  });
}

/**
 * After a move of an ordinal that failed: claims that are missing or going get their old disks again, and what was written down is taken back. After a
 * restore that failed, claims that have other data already too: the disks of one pod are of one moment. A way back is not taken back.
 */
export async function undo(moving: Moving, ordinal: number): Promise<void> {
  const { client, set } = moving;
  const kept = (await keptFor(client, set)).filter(({ claim }) => ordinalOf(claim.metadata.name) === ordinal);
  const open = (await returnsOf(client, set, ordinal)).filter(({ claim, name, volume }) => {
    const last = lastMove(kept, name);
    const hasMoved = claim !== undefined && volumeNameOf(claim) !== volume;
    return last !== undefined && !isBack(last) && (last.purpose === "restore" || !hasMoved);
  });
  await giveBack(moving, open);
}
