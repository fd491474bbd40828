import { holdOperation } from "../../../cluster/operation";
import { isHeld, letGo } from "../../../cluster/pod-hold";
import { podsOfSet } from "../../../cluster/pods";
import { ordinalIn } from "../../../policy/facts/ordinals";
import { runAt } from "../snapshot/plan";
import type { SetName } from "../../../cluster/claims";
import type { ClusterClient } from "../../../cluster/client";
import type { Hold } from "../../../cluster/operation";

/** What disks are moved with. */
export interface Moving {
  readonly client: ClusterClient;
  readonly set: SetName;
  /** Seconds that each step may take. */
  readonly timeout: number;
  readonly hold: Hold;
}

/** One mover of a set's disks at a time. */
export async function whileHeld(
  client: ClusterClient,
  set: SetName,
  work: (hold: Hold) => Promise<void>,
): Promise<void> {
  const operation = { namespace: set.namespace, name: `gke-stateful-move-${set.name}` };
  // What is under way is written down on the volumes, so that no run has to be gone on with.
  const hold = await holdOperation(client, operation, {
    fresh: runAt(new Date()),
    isOpen: () => Promise.resolve(false),
  });
  try {
    await work(hold);
  } finally {
    await hold.end();
  }
}

/** Lets pods go that a run has left held, after it had given them their claims. */
export async function letHeldGo({ client, set }: Moving, ordinals: readonly number[]): Promise<void> {
  for (const pod of await podsOfSet(client, set)) {
    const ordinal = ordinalIn(pod.metadata.name, set.name);
    if (isHeld(pod) && ordinal !== undefined && ordinals.includes(ordinal)) {
      await letGo(client, pod);
    }
  }
}
