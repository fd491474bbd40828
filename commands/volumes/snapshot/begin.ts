import { isOk, messageOf, STATUS } from "../../../cluster/answer";
import { ClusterError } from "../../../cluster/cluster-error";
import { snapshotFor } from "./plan";
import type { Claim, SetName } from "../../../cluster/claims";
import type { ClusterClient } from "../../../cluster/client";
import type { SnapshotOptions } from "./plan";

/** Asks for a snapshot of a claim, and returns its name; one that is there already was made before the run was interrupted. Errors: ClusterError. */
export async function beginSnapshot(
  client: ClusterClient,
  claim: Claim,
  set: SetName,
  options: SnapshotOptions,
): Promise<string> {
  const snapshot = snapshotFor(claim, set, options);
  const answer = await client.tryCreate(snapshot);
  if (!isOk(answer) && answer.status !== STATUS.conflict) {
    throw new ClusterError(`The API server refuses a snapshot of ${claim.name}: ${messageOf(answer)}`);
  }
  return snapshot.metadata.name;
}
