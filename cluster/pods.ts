import { ordinalIn } from "../policy/facts/ordinals";
import { STATUS } from "./answer";
import type { Answer } from "./answer";
import type { SetName } from "./claims";
import type { ClusterClient } from "./client";
import type { ApiObject } from "./api-object";

/** The pods of a set by their names, whether the set is still there or not, in the order of their ordinals. */
export async function podsOfSet(client: ClusterClient, { name, namespace }: SetName): Promise<readonly ApiObject[]> {
  const pods = await client.list("v1", "Pod", { namespace });
  return pods
    .flatMap((pod) => {
      const ordinal = ordinalIn(pod.metadata.name, name);
      return ordinal === undefined ? [] : [{ pod, ordinal }];
    })
    .toSorted((one, other) => one.ordinal - other.ordinal)
    .map(({ pod }) => pod);
}

/** Whether a pod counts as ready: it says so, and is not about to go. */
export function isReady({ metadata, ...pod }: ApiObject): boolean {
  const { conditions = [] } = (pod["status"] ?? {}) as { conditions?: readonly { type: string; status: string }[] };
  return (
    metadata.deletionTimestamp === undefined &&
    conditions.some(({ status, type }) => type === "Ready" && status === "True")
  );
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
