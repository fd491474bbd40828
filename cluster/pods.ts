import { ordinalIn } from "../policy/facts/ordinals";
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
