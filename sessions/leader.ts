import { hostname } from "node:os";
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { ClusterError } from "../cluster/cluster-error";
import { LEASE } from "../cluster/lease";
import { holdOperation } from "../cluster/operation";
import { leaderLease } from "../policy/facts/session-keys";
import type { ClusterClient } from "../cluster/client";
import type { Hold } from "../cluster/operation";
import type { SetName } from "../cluster/claims";

/** Milliseconds between two tries to lead. */
const PAUSE = 1000;

/** Tries until this process leads. Undefined where it was told to stop. */
export async function untilLeading(
  client: ClusterClient,
  pool: SetName,
  { address, signal }: { readonly address: string; readonly signal: AbortSignal },
): Promise<Hold | undefined> {
  const holder = `${hostname()}_${address}_${randomBytes(4).toString("hex")}`;
  const operation = { namespace: pool.namespace, name: leaderLease(pool.name), holder };
  while (!signal.aborted) {
    try {
      return await holdOperation(client, operation, { fresh: "leader", isOpen: () => Promise.resolve(false) });
    } catch (error) {
      if (!(error instanceof ClusterError)) {
        throw error;
      }
    }
    await sleep(PAUSE, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}

/** Where the leader listens, as its Lease says it; undefined where nobody leads. */
export async function leaderAddress(client: ClusterClient, pool: SetName): Promise<string | undefined> {
  const lease = await client.get(LEASE.apiVersion, LEASE.kind, leaderLease(pool.name), pool.namespace);
  const { holderIdentity = "" } = (lease?.["spec"] ?? {}) as { holderIdentity?: string };
  return holderIdentity.split("_")[1];
}
