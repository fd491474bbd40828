import { hostname } from "node:os";
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { ClusterError } from "../cluster/cluster-error";
import { LEASE } from "../cluster/lease";
import { holdOperation } from "../cluster/operation";
import { leaderLease } from "../policy/facts/session-keys";
import type { ApiObject, WatchEvent } from "../cluster/api-object";
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
      const hold = await holdOperation(client, operation, { fresh: "leader", isOpen: () => Promise.resolve(false) });
      return await watched(client, operation, hold);
    } catch (error) {
      if (!(error instanceof ClusterError)) {
        throw error;
      }
    }
    await sleep(PAUSE, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}

/**
 * A hold that ends as soon as its Lease is somebody else's. The hold itself finds that out when it renews, and until then two would lead where
 * somebody deletes the Lease: writes of one would not pass over those of the other, but both would be at work.
 */
async function watched(
  client: ClusterClient,
  { holder, name, namespace }: { readonly holder: string; readonly name: string; readonly namespace: string },
  hold: Hold,
): Promise<Hold> {
  let isGone = false;
  const hear = ({ object, type }: WatchEvent): void => {
    isGone ||= type === "DELETED" || holderIn(object) !== holder;
  };
  const selection = { namespace, fields: `metadata.name=${name}` };
  const stop = await client.watch(LEASE.apiVersion, LEASE.kind, hear, selection).catch(async (error: unknown) => {
    await hold.end().catch(() => undefined); // It is silent from now on.
    throw error;
  });
  return {
    ...hold,
    check: () => {
      if (isGone) {
        throw new ClusterError(`Lease ${name} was deleted, or taken over: another replica may lead by now.`);
      }
      hold.check();
    },
    end: async () => {
      stop();
      await hold.end();
    },
  };
}

/** Where the leader listens, as its Lease says it; undefined where nobody leads. */
export async function leaderAddress(client: ClusterClient, pool: SetName): Promise<string | undefined> {
  const lease = await client.get(LEASE.apiVersion, LEASE.kind, leaderLease(pool.name), pool.namespace);
  return lease && holderIn(lease).split("_")[1];
}

function holderIn({ spec }: ApiObject): string {
  return ((spec ?? {}) as { holderIdentity?: string }).holderIdentity ?? "";
}
