import { claimsOf, isGoing, volumeNameOf } from "../../../cluster/objects";
import { hasEnded } from "../../../cluster/pod-hold";
import { ordinalIn } from "../../../policy/facts/ordinals";
import { UserError } from "../../shared/user-error";
import { NOTHING_CHANGED } from "../cluster-flags";
import { giveBack, returnsOf } from "./back";
import { whileHeld } from "./moving";
import { onStopped } from "./on-stopped";
import { inOrder } from "./order";
import { asItWas } from "./record";
import { heldPods, startHeld } from "./release";
import type { ApiObject } from "../../../cluster/api-object";
import type { SetName } from "../../../cluster/claims";
import type { ClusterClient } from "../../../cluster/client";
import type { Return } from "./back";
import type { Moving } from "./moving";

/** Which disks are brought back. */
export interface BringingBack {
  readonly set: SetName;
  /** @default all */
  readonly ordinal: number | undefined;
  readonly timeout: number;
  readonly isApplied: boolean;
}

/** Shows which claims would get back the volumes that they left, and does it where that is asked for. The disks that they leave are kept in turn. */
export async function bringBack(
  client: ClusterClient,
  { isApplied, ordinal, set, timeout }: BringingBack,
): Promise<void> {
  const isAsked = (one: number): boolean => ordinal === undefined || one === ordinal;
  const returns = await returnsOf(client, set, ordinal);
  const held = [...(await heldPods(client, set)).keys()].filter(isAsked);
  if (returns.length === 0 && held.length === 0) {
    throw new UserError(
      `No volume is kept for StatefulSet ${set.namespace}/${set.name}: there is nothing to bring back.`,
    );
  }
  process.stdout.write(planText(set, returns, held));
  if (!isApplied) {
    process.stdout.write(NOTHING_CHANGED);
    return;
  }
  await whileHeld(client, set, async (hold) => {
    const moving = { client, set, timeout, hold };
    const ordinals = new Set([...returns.map((one) => one.ordinal), ...held]);
    for (const number of await inOrder(client, set, [...ordinals])) {
      await returnOrdinal(moving, number);
      process.stdout.write(`${set.name}-${String(number)}: as before\n`);
    }
  });
}

function planText({ name, namespace }: SetName, returns: readonly Return[], held: readonly number[]): string {
  const idle = held.filter((ordinal) => !returns.some((one) => one.ordinal === ordinal));
  return [
    `StatefulSet ${namespace}/${name}:`,
    ...returns.map(({ claim, name: claimName, next, volume }) =>
      next === undefined
        ? `  ${claimName}: has volume ${volume}, and keeps it`
        : `  ${claimName}: gets volume ${volume} back${claim === undefined ? "" : `, with its data of the moment of the move; what was written since stays on ${volumeNameOf(claim) ?? "no volume"}, which is kept`}`,
    ),
    ...idle.map((ordinal) => `  pod ${name}-${String(ordinal)}: is held, and is let go`),
    "",
  ].join("\n");
}

async function returnOrdinal(moving: Moving, ordinal: number): Promise<void> {
  const { client, set } = moving;
  const look = (): Promise<readonly Return[]> => returnsOf(client, set, ordinal);
  const returns = await look();
  if (returns.some(({ next }) => next !== undefined)) {
    const claims = returns.map(({ name }) => name);
    await onStopped(moving, { ordinal, claims }, async () => giveBack(moving, await look()));
    return;
  }
  await giveBack(moving, returns);
  const pod = (await heldPods(client, set)).get(ordinal);
  if (pod !== undefined) {
    await saveGoing(moving, pod);
    await startHeld(moving, pod);
  }
}

/** A claim of a held pod that somebody deletes would go as soon as the pod does, and with it maybe its disk: it is made again on the same one. */
async function saveGoing(moving: Moving, pod: ApiObject): Promise<void> {
  const { client, set } = moving;
  const claims = await client.list("v1", "PersistentVolumeClaim", { namespace: set.namespace });
  const going = claims.filter((claim) => claimsOf(pod).includes(claim.metadata.name) && isGoing(claim));
  if (going.length > 0 && hasEnded(pod)) {
    await giveBack(
      moving,
      going.map((claim) => ({
        name: claim.metadata.name,
        ordinal: ordinalIn(pod.metadata.name, set.name) ?? 0,
        claim,
        next: asItWas(claim),
        volume: volumeNameOf(claim) ?? "",
      })),
    );
  }
}
