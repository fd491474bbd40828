import type { SetName } from "./claims";
import type { ApiObject, ClusterClient } from "./client";

/** The pods of a set by their names, whether the set is still there or not, in the order of their ordinals. */
export async function podsOfSet(client: ClusterClient, { name, namespace }: SetName): Promise<readonly ApiObject[]> {
  const pods = await client.list("v1", "Pod", { namespace });
  return pods
    .filter(({ metadata }) => ordinalOf(metadata.name, name) !== undefined)
    .toSorted(
      (one, other) => Number(ordinalOf(one.metadata.name, name)) - Number(ordinalOf(other.metadata.name, name)),
    );
}

function ordinalOf(pod: string, set: string): number | undefined {
  const rest = pod.startsWith(`${set}-`) ? pod.slice(set.length + 1) : "";
  return /^\d+$/.test(rest) ? Number(rest) : undefined;
}
