import { ordinalIn } from "../policy/facts/ordinals";
import { STATUS } from "./answer";
import { isGoing, phaseOf } from "./objects";
import type { Answer } from "./answer";
import type { SetName } from "./claims";
import type { ClusterClient } from "./client";
import type { ApiObject } from "./api-object";

/** The pods of a set by their names, whether the set is still there or not, by ordinal and in the order of those. */
export async function podsByOrdinal(
  client: ClusterClient,
  { name, namespace }: SetName,
): Promise<ReadonlyMap<number, ApiObject>> {
  const pods = await client.list("v1", "Pod", { namespace });
  const all = pods.flatMap((pod): readonly [number, ApiObject][] => {
    const ordinal = ordinalIn(pod.metadata.name, name);
    return ordinal === undefined ? [] : [[ordinal, pod]];
  });
  return new Map(all.toSorted(([one], [other]) => one - other));
}

/** As {@link podsByOrdinal}, only the pods. */
export async function podsOfSet(client: ClusterClient, set: SetName): Promise<readonly ApiObject[]> {
  return [...(await podsByOrdinal(client, set)).values()];
}

/** Ordinals of the pods that a set is told to have. */
export function ordinalsIn(set: ApiObject): readonly number[] {
  const { ordinals, replicas = 1 } = set["spec"] as { replicas?: number; ordinals?: { start?: number } };
  return Array.from({ length: replicas }, (_, index) => (ordinals?.start ?? 0) + index);
}

/** Whether all containers of a pod have come to their end, and none starts again. */
export function isOver(pod: ApiObject): boolean {
  const phase = phaseOf(pod);
  return phase === "Succeeded" || phase === "Failed";
}

/** Whether a pod counts as ready: it says so, and is not about to go. */
export function isReady(pod: ApiObject): boolean {
  const { conditions = [] } = (pod["status"] ?? {}) as { conditions?: readonly { type: string; status: string }[] };
  return !isGoing(pod) && conditions.some(({ status, type }) => type === "Ready" && status === "True");
}

/** Evicts a pod through the eviction API, which asks its budgets. It answers whatever the server says. */
export function evict(client: ClusterClient, { metadata: { name, namespace = "", uid } }: ApiObject): Promise<Answer> {
  return client.request("POST", `/api/v1/namespaces/${namespace}/pods/${name}/eviction`, {
    apiVersion: "policy/v1",
    kind: "Eviction",
    metadata: { name, namespace },
    deleteOptions: { preconditions: { uid } },
  });
}

/**
 * Whether an eviction may be granted later: a budget has no room now (429), or there are two budgets, or one that cannot be worked out (500).
 * Source: https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/
 */
export function isRefused({ status }: Answer): boolean {
  return status === STATUS.tooManyRequests || status === STATUS.serverError;
}
