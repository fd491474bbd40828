import { UserError } from "../../shared/user-error";
import { NOTHING_CHANGED } from "../cluster-flags";
import { giveBack, returnsOf } from "./back";
import { whileHeld } from "./moving";
import { onStopped } from "./on-stopped";
import { inOrder } from "./order";
import { volumeNameOf } from "./record";
import { heldPods, releasePod, startAgain } from "./release";
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
  const returns = (await returnsOf(client, set)).filter((one) => isAsked(one.ordinal));
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
  const look = async (): Promise<readonly Return[]> =>
    (await returnsOf(client, set)).filter((one) => one.ordinal === ordinal);
  const returns = await look();
  if (returns.some(({ next }) => next !== undefined)) {
    await onStopped(moving, ordinal, async () => giveBack(moving, await look()));
    return;
  }
  await giveBack(moving, returns);
  const pod = (await heldPods(client, set)).get(ordinal);
  if (pod !== undefined) {
    await (pod.metadata.deletionTimestamp === undefined ? releasePod(client, set, pod) : startAgain(moving, pod));
  }
}
