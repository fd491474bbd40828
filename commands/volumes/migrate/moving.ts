import { whileHolding } from "../../../cluster/operation";
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

/** Name of the Lease of whoever moves the disks of a set. */
function moveLease(set: string): string {
  return `gke-stateful-move-${set}`;
}

/** One mover of a set's disks at a time. */
export async function whileHeld(
  client: ClusterClient,
  set: SetName,
  work: (hold: Hold) => Promise<void>,
): Promise<void> {
  // What is under way is written down on the volumes, so that no run has to be gone on with.
  await whileHolding(client, { namespace: set.namespace, name: moveLease(set.name) }, work);
}
