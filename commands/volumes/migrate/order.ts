import { isHeld } from "../../../cluster/pod-hold";
import { isReady, podsByOrdinal } from "../../../cluster/pods";
import type { SetName } from "../../../cluster/claims";
import type { ClusterClient } from "../../../cluster/client";

/**
 * Ordinals in the order in which their disks are moved: first those whose pod an interrupted run has left held, then those whose pod serves nobody, then
 * the others, the highest first, as in an update. In another order the first would wait for the last.
 */
export async function inOrder(
  client: ClusterClient,
  set: SetName,
  ordinals: readonly number[],
): Promise<readonly number[]> {
  const pods = await podsByOrdinal(client, set);
  const rank = (ordinal: number): number => {
    const pod = pods.get(ordinal);
    if (pod === undefined) {
      return 2;
    }
    return isHeld(pod) ? 0 : isReady(pod) ? 3 : 1;
  };
  return ordinals.toSorted((one, other) => rank(one) - rank(other) || other - one);
}
