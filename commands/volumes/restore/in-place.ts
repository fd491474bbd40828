import { claimsOfSet } from "../../../cluster/claims";
import { SNAPSHOT_LABELS } from "../../../cluster/snapshots";
import { ordinalIn } from "../../../policy/facts/ordinals";
import { bytes } from "../../../policy/facts/quantities";
import { plural } from "../../../policy/rules/engine/plural";
import { UserError } from "../../shared/user-error";
import { ageOf } from "../age";
import { NOTHING_CHANGED } from "../cluster-flags";
import { whileHeld } from "../migrate/moving";
import { onStopped } from "../migrate/on-stopped";
import { inOrder } from "../migrate/order";
import { isGoing, keptFor, lastMove, MOVED_FROM, nextClaim, volumeNameOf } from "../migrate/record";
import { refuseLoose } from "../migrate/refuse-targets";
import { heldPods, startAgain } from "../migrate/release";
import { swapClaim } from "../migrate/swap";
import { copiesOf, holdSnapshot } from "./copies";
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
    const ordinals = new Set(returns.map((one) => one.ordinal));
    for (const ordinal of await inOrder(client, set, [...ordinals])) {
      await restoreOrdinal(moving, ordinal, { ...options, ordinal });
    }
  });
  process.stdout.write(
    `${plural(returns.length, "claim")} restored. The disks that they had are kept until: gke-stateful volumes confirm ${set.name} --namespace ${set.namespace} --apply. To have them back: gke-stateful volumes migrate ${set.name} --namespace ${set.namespace} --back --apply\n`,
  );
}

/** By what is there when its turn comes, and again once its pod has stopped. */
async function restoreOrdinal(moving: Moving, ordinal: number, options: InPlace): Promise<void> {
  const { client, hold, set } = moving;
  const open = (await planReturns(client, set, options)).filter(({ isDone }) => !isDone);
  if (open.length === 0) {
    const pod = (await heldPods(client, set)).get(ordinal);
    await (pod === undefined ? undefined : startAgain(moving, pod));
    return;
  }
  await onStopped(moving, ordinal, async () => {
    for (const { claim, copy, isDone, name, next } of await planReturns(client, set, options)) {
      hold.check();
      if (!isDone) {
        await holdSnapshot(client, copy.snapshot, { namespace: set.namespace, name });
        await swapClaim(moving, { claim: claim?.object, next });
      }
    }
  });
  process.stdout.write(`${open.map(({ name }) => name).join(", ")}: restored\n`);
}

async function planReturns(
  client: ClusterClient,
  set: SetName,
  { className, ordinal, run }: InPlace,
): Promise<readonly Return[]> {
  const copies = await copiesOf(client, set, { ordinal, run, to: set.namespace, className });
  const kept = await keptFor(client, set);
  const volumes = [...new Set(copies.map(volumeOf))];
  const claims = await claimsOfSet(client, set, volumes);
  return copies
    .map((copy) => {
      const { name } = copy.claim.metadata;
      const claim = claims.find((one) => one.name === name);
      const last = lastMove(kept, name);
      const isDone = last !== undefined && isRestored(last, copy, claim);
      const isLeft = claim === undefined || isGoing(claim.object);
      const next = isLeft && last !== undefined ? last.next : nextOf(copy, claim, className);
      return { name, ordinal: ordinalIn(name, `${volumeOf(copy)}-${set.name}`) ?? 0, copy, claim, next, isDone };
    })
    .toSorted((one, other) => other.ordinal - one.ordinal || one.name.localeCompare(other.name, "en"));
}

function volumeOf({ snapshot }: Copy): string {
  return snapshot.object.metadata.labels?.[SNAPSHOT_LABELS.volume] ?? "";
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
  const next = nextClaim(claim, { className: className ?? claim.className ?? "", attributesClass, snapshot });
  // The disk was larger or smaller then: the new one has the room of either.
  const storage = [sizeOf(next), sizeOf(copy.claim)].toSorted((one, other) => bytes(other) - bytes(one))[0];
  return { ...next, spec: { ...(next["spec"] as object), resources: { requests: { storage } } } };
}

function sizeOf({ spec }: ApiObject): string {
  return (spec as { resources: { requests: { storage: string } } }).resources.requests.storage;
}

/** Whether a claim has its disk from the snapshot already. Errors: UserError where another move has to be brought to its end first. */
function isRestored(last: KeptVolume, { snapshot }: Copy, claim: Claim | undefined): boolean {
  const { dataSource } = last.next["spec"] as { dataSource?: { name?: string } };
  const { name } = last.volume.metadata;
  if (dataSource?.name !== snapshot.name) {
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
  const runs = [...new Set(returns.map(({ copy }) => copy.snapshot.run))];
  return [
    `StatefulSet ${namespace}/${name}, in place:`,
    ...returns.map(({ claim, copy: { snapshot }, isDone, name: claimName }) => {
      const data = `the data of ${ageOf(snapshot.created, now)} ago (${snapshot.name})`;
      const had =
        claim === undefined ? "there is no claim now" : `what is on ${volumeNameOf(claim.object) ?? "no disk"} is kept`;
      return isDone ? `  ${claimName}: has ${data} already` : `  ${claimName}: gets ${data}; ${had}`;
    }),
    ...(runs.length > 1
      ? [`These are of ${plural(runs.length, "run")}, so not of one moment. Those of one: --run`]
      : []),
    "",
  ].join("\n");
}
