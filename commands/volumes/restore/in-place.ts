import { isGoing, sourceOf, volumeNameOf } from "../../../cluster/objects";
import { claimsOfSet } from "../../../cluster/claims";
import { listSnapshots, ordinalOf } from "../../../cluster/snapshots";
import { plural } from "../../../policy/rules/engine/plural";
import { UserError } from "../../shared/user-error";
import { ageOf } from "../../shared/age";
import { NOTHING_CHANGED } from "../cluster-flags";
import { whileHeld } from "../migrate/moving";
import { onStopped } from "../migrate/on-stopped";
import { inOrder } from "../migrate/order";
import { keptFor, lastMove, MOVED_FROM, nextClaim, strayDisk } from "../migrate/record";
import { refuseLoose } from "../migrate/refuse-targets";
import { heldPods, startHeld } from "../migrate/release";
import { swapClaims } from "../migrate/swap";
import { sizesIn } from "../set-claims";
import { copiesOf, mixed } from "./copies";
import { holdSnapshot } from "./hold-snapshot";
import type { ApiObject } from "../../../cluster/api-object";
import type { Claim, SetName } from "../../../cluster/claims";
import type { ClusterClient } from "../../../cluster/client";
import type { Moving } from "../migrate/moving";
import type { KeptVolume } from "../migrate/record";
import type { Copy } from "./plan";

/** Which snapshots take the place of which disks. */
export interface InPlace {
  readonly ordinal: number | undefined;
  readonly run: string | undefined;
  readonly className: string | undefined;
  readonly timeout: number;
  readonly isApplied: boolean;
}

/** A claim that gets a disk from a snapshot. */
interface Return {
  readonly name: string;
  readonly ordinal: number;
  readonly copy: Copy;
  /** The claim as it is; undefined where there is none. */
  readonly claim: Claim | undefined;
  readonly next: ApiObject;
  readonly isDone: boolean;
}

/**
 * Shows which claims of a set would get a disk from a snapshot in place of the one that they have, and does it where that is asked for. The pods are
 * held one after the other, and the disks that they had are kept, as in a move: nothing is overwritten.
 */
export async function restoreInPlace(client: ClusterClient, set: SetName, options: InPlace): Promise<void> {
  const returns = await planReturns(client, set, options);
  const volumes = await client.list("v1", "PersistentVolume");
  returns.forEach(({ next }) => {
    refuseLoose(volumes, (next["spec"] as { storageClassName?: string }).storageClassName);
  });
  process.stdout.write(planText(set, returns));
  if (!options.isApplied) {
    process.stdout.write(NOTHING_CHANGED);
    return;
  }
  await whileHeld(client, set, async (hold) => {
    const moving = { client, set, timeout: options.timeout, hold };
    // All of them, before the first pod stops: retention must not end one while another ordinal has its turn.
    for (const { copy, name } of returns.filter(({ isDone }) => !isDone)) {
      await holdSnapshot(client, copy.snapshot, { namespace: set.namespace, name });
    }
    const ordinals = new Set(returns.map((one) => one.ordinal));
    for (const ordinal of await inOrder(client, set, [...ordinals])) {
      // What was shown, and not what is the newest by now.
      const copies = returns.filter((one) => one.ordinal === ordinal).map(({ copy }) => copy);
      await restoreOrdinal(moving, ordinal, () => returnsFor(client, set, copies, options.className));
    }
  });
  process.stdout.write(
    `${plural(returns.length, "claim")} restored. The disks that they had are kept until: gke-stateful volumes confirm ${set.name} --namespace ${set.namespace} --apply. To have them back: gke-stateful volumes migrate ${set.name} --namespace ${set.namespace} --back --apply\n`,
  );
}

/** By what is there when its turn comes, and again once its pod has stopped. */
async function restoreOrdinal(moving: Moving, ordinal: number, look: () => Promise<readonly Return[]>): Promise<void> {
  const { client, set } = moving;
  const open = (await look()).filter(({ isDone }) => !isDone);
  const claims = open.map(({ name }) => name);
  if (open.length === 0) {
    await startHeld(moving, (await heldPods(client, set)).get(ordinal));
    return;
  }
  await onStopped(moving, { ordinal, claims }, async () => {
    const now = (await look()).filter(({ isDone }) => !isDone);
    const swaps = now.map(({ claim, next }) => ({ claim: claim?.object, next }));
    await swapClaims(moving, swaps, "restore");
  });
  process.stdout.write(`${claims.join(", ")}: restored\n`);
}

/** The restores as they stand now. An interrupted one goes on with its run, where no other is asked for. */
async function planReturns(
  client: ClusterClient,
  set: SetName,
  { className, ordinal, run }: InPlace,
): Promise<readonly Return[]> {
  const chosen = run ?? (await runUnderWay(client, set));
  const copies = await copiesOf(client, set, { ordinal, run: chosen, to: set.namespace, className });
  await refuseMissing(client, set, copies, chosen);
  return returnsFor(client, set, copies, className);
}

/** The run of a restore in place that has begun and is not confirmed; undefined for none. */
async function runUnderWay(client: ClusterClient, set: SetName): Promise<string | undefined> {
  const begun = (await keptFor(client, set)).find(({ purpose }) => purpose === "restore");
  const name = begun === undefined ? undefined : sourceOf(begun.next);
  const all = await listSnapshots(client, { namespace: set.namespace });
  return all.find((one) => one.name === name)?.run;
}

/** The disks of a pod are of one moment. Errors: UserError where one of them has no snapshot in the run. */
async function refuseMissing(
  client: ClusterClient,
  set: SetName,
  copies: readonly Copy[],
  run: string | undefined,
): Promise<void> {
  const object = await client.get("apps/v1", "StatefulSet", set.name, set.namespace);
  const ordinals = new Set(copies.map(({ snapshot }) => ordinalOf(snapshot)));
  const templates = object === undefined ? [] : Object.keys(sizesIn(object, set));
  const claims = await claimsOfSet(client, set, templates);
  const missing = claims.find(
    ({ isBound, name, ordinal }) =>
      isBound && ordinals.has(ordinal) && !copies.some(({ claim }) => claim.metadata.name === name),
  );
  if (missing !== undefined) {
    throw new UserError(
      `${missing.name} has no good snapshot${run === undefined ? "" : ` of run ${run}`}, and another disk of the same pod would be restored: must be of one moment. Choose another --run; see kubectl get volumesnapshots --namespace ${set.namespace}.`,
    );
  }
}

async function returnsFor(
  client: ClusterClient,
  set: SetName,
  copies: readonly Copy[],
  className: string | undefined,
): Promise<readonly Return[]> {
  const kept = await keptFor(client, set);
  const volumes = await client.list("v1", "PersistentVolume");
  const claims = await claimsOfSet(client, set, [...new Set(copies.flatMap(({ snapshot }) => snapshot.volume ?? []))]);
  return copies
    .map((copy) => {
      const { name } = copy.claim.metadata;
      const claim = claims.find((one) => one.name === name);
      const last = lastMove(kept, name);
      if (last !== undefined && claim === undefined) {
        refuseStray(strayDisk(volumes, kept, last), name);
      }
      const isDone = last !== undefined && isRestored(last, copy, claim);
      const isLeft =
        claim === undefined || (isGoing(claim.object) && last?.volume.metadata.name === volumeNameOf(claim.object));
      const next = isLeft && last !== undefined ? last.next : nextOf(copy, claim, className);
      return { name, ordinal: ordinalOf(copy.snapshot) ?? 0, copy, claim, next, isDone };
    })
    .toSorted((one, other) => other.ordinal - one.ordinal || one.name.localeCompare(other.name, "en"));
}

/** Errors: UserError where a claim was restored, and deleted since, with what was written after that on its disk. */
function refuseStray(volume: string | undefined, claim: string): void {
  if (volume !== undefined) {
    throw new UserError(
      `Claim ${claim} was deleted after it had moved: what was written since is on PersistentVolume ${volume}. Bind it with gke-stateful volumes adopt-volume ${volume}, or delete it, first.`,
    );
  }
}

/** As the claim is; where there is none, as it was when the snapshot was made. */
function nextOf(copy: Copy, claim: Claim | undefined, className: string | undefined): ApiObject {
  const snapshot = copy.snapshot.name;
  if (claim === undefined) {
    const { metadata, spec, ...rest } = copy.claim;
    const dataSource = { ...(spec as { dataSource: object }).dataSource, name: snapshot };
    return { ...rest, metadata, spec: { ...(spec as object), dataSource } };
  }
  const { volumeAttributesClassName: attributesClass } = claim.object["spec"] as { volumeAttributesClassName?: string };
  const { resources } = copy.claim["spec"] as { resources: { requests: { storage: string } } };
  return nextClaim(claim, {
    className: className ?? claim.className ?? "",
    attributesClass,
    snapshot,
    // The disk was larger or smaller then: the new one has the room of either.
    sizes: [resources.requests.storage],
  });
}

/** Whether a claim has its disk from the snapshot already. Errors: UserError where another move has to be brought to its end first. */
function isRestored(last: KeptVolume, { snapshot }: Copy, claim: Claim | undefined): boolean {
  const { name } = last.volume.metadata;
  if (sourceOf(last.next) !== snapshot.name) {
    throw new UserError(
      `Claim ${last.claim.metadata.name} has moved already, and volume ${name} is kept: end that first, with volumes confirm --apply, or go back with volumes migrate --back --apply.`,
    );
  }
  if (claim === undefined || isGoing(claim.object) || volumeNameOf(claim.object) === name) {
    return false;
  }
  if (claim.object.metadata.annotations?.[MOVED_FROM] !== name) {
    throw new UserError(
      `Claim ${claim.name} has another disk than the restore was about, made while its place was free; what it had before is on volume ${name}. Look at both, scale the set below that ordinal, delete the claim that is wrong, and run the same command again.`,
    );
  }
  return true;
}

function planText({ name, namespace }: SetName, returns: readonly Return[]): string {
  const now = new Date();
  return [
    `StatefulSet ${namespace}/${name}, in place:`,
    ...returns.map(({ claim, copy: { snapshot }, isDone, name: claimName }) => {
      const data = `the data of ${ageOf(snapshot.created, now)} ago (${snapshot.name})`;
      const had =
        claim === undefined ? "there is no claim now" : `what is on ${volumeNameOf(claim.object) ?? "no disk"} is kept`;
      return isDone ? `  ${claimName}: has ${data} already` : `  ${claimName}: gets ${data}; ${had}`;
    }),
    ...mixed(returns.map(({ copy }) => copy)),
    "",
  ].join("\n");
}
