import { expectOk, STATUS } from "./answer";
import { ClusterError } from "./cluster-error";
import type { ApiObject } from "./api-object";
import type { ClusterClient } from "./client";

/** How often an object is looked at again that others change at the same moment. */
const TRIES = 10;

/** A change of fields. */
type Change = Readonly<Record<string, object>>;

/**
 * Changes an object by what it is at that moment, and looks again where somebody was faster. Errors: ClusterError where somebody always is; those of
 * `decide`.
 *
 * @param decide told the object as it is, or undefined where it is gone; says what to change, or undefined for nothing
 */
export async function mergeFresh(
  client: ClusterClient,
  { apiVersion, kind, metadata: { name, namespace } }: ApiObject,
  decide: (now: ApiObject | undefined) => Change | undefined | Promise<Change | undefined>,
): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    const now = await client.get(apiVersion, kind, name, namespace);
    const change = await decide(now);
    if (now === undefined || change === undefined) {
      return;
    }
    const { resourceVersion } = now.metadata;
    const answer = await client.tryMerge(now, { ...change, metadata: { ...change["metadata"], resourceVersion } });
    if (answer.status !== STATUS.conflict && answer.status !== STATUS.notFound) {
      expectOk(answer, `${kind} ${name}`);
      return;
    }
  }
  throw new ClusterError(`${kind} ${name} changes faster than it can be marked. Run the same command again.`);
}
