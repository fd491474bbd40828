import { ClusterError } from "../../../cluster/cluster-error";
import { phaseOf } from "../../../cluster/objects";
import { poll } from "../../../cluster/poll";
import { UserError } from "../../shared/user-error";
import { NOTHING_CHANGED } from "../cluster-flags";
import { letHeldGo, whileHeld } from "./moving";
import { claimAgain, isBack, keepNoLonger, keptFor, lastMove, MOVED_FROM, volumeNameOf } from "./record";
import { startAgain, stopPod, untilDetached } from "./stop";
import { makeClaim, swapClaim } from "./swap";
import type { ApiObject } from "../../../cluster/api-object";
import type { SetName } from "../../../cluster/claims";
import type { ClusterClient } from "../../../cluster/client";
import type { Moving } from "./moving";
import type { KeptVolume } from "./record";

/** Which disks are brought back. */
export interface BringingBack {
  readonly set: SetName;
  /** @default all */
  readonly ordinal: number | undefined;
  readonly timeout: number;
  readonly isApplied: boolean;
}

/** A claim that gets back the volume that it left. */
interface Return {
  readonly name: string;
  readonly ordinal: number;
  /** The claim as it is; undefined where an interrupted run has deleted it. */
  readonly claim: ApiObject | undefined;
  /** The claim that it becomes; undefined where it has its volume, still or again. */
  readonly next: ApiObject | undefined;
  readonly volume: string;
}

/** Shows which claims would get back the volumes that they left, and does it where that is asked for. The disks that they leave are kept in turn. */
export async function bringBack(
  client: ClusterClient,
  { isApplied, ordinal, set, timeout }: BringingBack,
): Promise<void> {
  const kept = await keptFor(client, set);
  const claims = await client.list("v1", "PersistentVolumeClaim", { namespace: set.namespace });
  const returns = planReturns(kept, claims).filter((one) => ordinal === undefined || one.ordinal === ordinal);
  if (returns.length === 0) {
    throw new UserError(
      `No volume is kept for StatefulSet ${set.namespace}/${set.name}: there is nothing to bring back.`,
    );
  }
  process.stdout.write(planText(set, returns));
  if (!isApplied) {
    process.stdout.write(NOTHING_CHANGED);
    return;
  }
  await whileHeld(client, set, async (hold) => {
    const moving = { client, set, timeout, hold };
    for (const [number, all] of Map.groupBy(returns, (one) => one.ordinal)) {
      await returnOrdinal(moving, number, all);
      process.stdout.write(`${all.map(({ name }) => name).join(", ")}: as before\n`);
    }
  });
}

/** Decides what each claim becomes. Errors: UserError where a claim is neither of the two that the move was about. */
export function planReturns(kept: readonly KeptVolume[], claims: readonly ApiObject[]): readonly Return[] {
  const names = new Set(kept.map(({ claim }) => claim.metadata.name));
  return [...names]
    .flatMap((name): readonly Return[] => {
      const last = lastMove(kept, name);
      const claim = claims.find(({ metadata }) => metadata.name === name);
      return last === undefined
        ? []
        : [{ name, ordinal: Number(/\d+$/.exec(name)?.[0]), claim, ...becomes(last, claim) }];
    })
    .toSorted((one, other) => other.ordinal - one.ordinal || one.name.localeCompare(other.name, "en"));
}

function becomes(last: KeptVolume, claim: ApiObject | undefined): Pick<Return, "next" | "volume"> {
  const { name } = last.volume.metadata;
  const isLeaving = claim === undefined || volumeNameOf(claim) === name;
  if (isLeaving && isBack(last)) {
    return { next: last.next, volume: volumeNameOf(last.next) ?? "" };
  }
  if (isLeaving) {
    // The way forth did not come to its end.
    return { next: claim === undefined ? last.claim : undefined, volume: name };
  }
  refuseOther(claim, name);
  return isBack(last)
    ? { next: undefined, volume: volumeNameOf(last.next) ?? "" }
    : { next: claimAgain(last, volumeNameOf(claim)), volume: name };
}

/** Errors: UserError where a claim is neither of the two of the move. */
function refuseOther(claim: ApiObject, from: string): void {
  if (claim.metadata.annotations?.[MOVED_FROM] !== from) {
    throw new UserError(
      `Claim ${claim.metadata.name} has volume ${volumeNameOf(claim) ?? "(none yet)"}, which is not of the move: the set or somebody else made it while its place was free. Look at what is on it, scale the set below that ordinal, delete the claim, and run the same command again.`,
    );
  }
}

function planText({ name, namespace }: SetName, returns: readonly Return[]): string {
  return [
    `StatefulSet ${namespace}/${name}:`,
    ...returns.map(({ claim, name: claimName, next, volume }) =>
      next === undefined
        ? `  ${claimName}: has volume ${volume}, and keeps it`
        : `  ${claimName}: gets volume ${volume} back${claim === undefined ? "" : `, with its data of the moment of the move; what was written since stays on ${volumeNameOf(claim) ?? "no volume"}, which is kept`}`,
    ),
    "",
  ].join("\n");
}

async function returnOrdinal(moving: Moving, ordinal: number, returns: readonly Return[]): Promise<void> {
  const { client, hold, set, timeout } = moving;
  const leaving = returns.filter(({ next }) => next !== undefined);
  hold.check();
  const pod = leaving.length === 0 ? undefined : await stopPod(moving, ordinal);
  await untilDetached(
    moving,
    leaving.flatMap(({ claim }) => (claim === undefined ? [] : (volumeNameOf(claim) ?? []))),
  );
  for (const { claim, next } of leaving) {
    hold.check();
    if (next !== undefined) {
      await swapClaim(client, { set, claim, next, timeout });
    }
  }
  await untilBound(moving, returns);
  await forget(
    moving,
    returns.map(({ volume }) => volume),
  );
  await (pod === undefined
    ? letHeldGo(moving, [ordinal])
    : startAgain(
        moving,
        pod,
        returns.map(({ name }) => name),
      ));
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
      return claim === undefined || phaseOf(claim) !== "Bound" || volumeNameOf(claim) !== volume;
    });
    if (open !== undefined && isLast) {
      throw new ClusterError(
        `Claim ${open.name} was not bound to volume ${open.volume} within ${String(timeout)} seconds. See kubectl describe pvc ${open.name} --namespace ${set.namespace}.`,
      );
    }
    return open === undefined ? true : undefined;
  });
}

/** Volumes that have their claims again are not kept for them any more, and get their policy back. */
async function forget({ client, set }: Moving, volumes: readonly string[]): Promise<void> {
  for (const one of await keptFor(client, set)) {
    if (volumes.includes(one.volume.metadata.name)) {
      await keepNoLonger(client, one);
    }
  }
}

/** After a move that failed: claims that are missing get their old disks again, and what was written down is taken back. */
export async function undo(moving: Moving, names: readonly string[]): Promise<void> {
  const { client, set } = moving;
  const kept = await keptFor(client, set);
  const claims = await client.list("v1", "PersistentVolumeClaim", { namespace: set.namespace });
  const returns = planReturns(
    kept.filter(({ claim }) => names.includes(claim.metadata.name)),
    claims,
  ).filter(({ claim, next }) => claim === undefined || next === undefined);
  for (const { next } of returns) {
    if (next !== undefined) {
      await makeClaim(client, next);
    }
  }
  await untilBound(moving, returns);
  await forget(
    moving,
    returns.map(({ volume }) => volume),
  );
}
