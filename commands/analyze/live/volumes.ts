import { ZONE_LABELS } from "../../../policy/facts/node-labels";
import { isOk } from "../../../cluster/answer";
import type { ApiObject } from "../../../cluster/api-object";
import type { ClusterClient } from "../../../cluster/client";

/** A claim as only the cluster knows it. */
export interface LiveVolume {
  /** `data/data-db-0`. */
  readonly claim: string;
  /** Bound, Pending or Lost. */
  readonly phase: string;
  /** What was asked for, and what it has. */
  readonly requested: string | undefined;
  readonly capacity: string | undefined;
  readonly storageClass: string | undefined;
  /** Zones in which its disk is; empty where the volume does not say. */
  readonly zones: readonly string[];
  /** What becomes of the disk when the claim goes. */
  readonly reclaimPolicy: string | undefined;
  /** Bytes in use; undefined where no node told. */
  readonly usedBytes: number | undefined;
}

/** The claims of a cluster with their volumes. */
export function liveVolumes(
  claims: readonly ApiObject[],
  volumes: readonly ApiObject[],
  used: ReadonlyMap<string, number>,
): readonly LiveVolume[] {
  const byName = new Map(volumes.map((volume) => [text(volume, "metadata", "name") ?? "", volume]));
  return claims.map((claim) => {
    const name = `${text(claim, "metadata", "namespace") ?? ""}/${text(claim, "metadata", "name") ?? ""}`;
    const volume = byName.get(text(claim, "spec", "volumeName") ?? "");
    return {
      claim: name,
      phase: text(claim, "status", "phase") ?? "unknown",
      requested: text(claim, "spec", "resources", "requests", "storage"),
      capacity: text(claim, "status", "capacity", "storage"),
      storageClass: text(claim, "spec", "storageClassName"),
      zones: zonesOf(volume),
      reclaimPolicy: text(volume, "spec", "persistentVolumeReclaimPolicy"),
      usedBytes: used.get(name),
    };
  });
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined | null)?.[key], value);
}

function text(value: unknown, ...keys: readonly string[]): string | undefined {
  const found = at(value, ...keys);
  return typeof found === "string" ? found : undefined;
}

function listAt(value: unknown, ...keys: readonly string[]): readonly unknown[] {
  const found = at(value, ...keys);
  return Array.isArray(found) ? (found as unknown[]) : [];
}

function zonesOf(volume: ApiObject | undefined): readonly string[] {
  const terms = listAt(volume, "spec", "nodeAffinity", "required", "nodeSelectorTerms");
  const zones = terms
    .flatMap((term) => listAt(term, "matchExpressions"))
    .filter((expression) => ZONE_LABELS.includes(text(expression, "key") ?? ""))
    .flatMap((expression) => listAt(expression, "values"))
    .filter((value) => typeof value === "string");
  return [...new Set(zones)].toSorted();
}

/**
 * Bytes in use by claim, as the nodes' kubelets tell. Needs permission to get nodes/proxy, which listing does not bring;
 * without it, nothing is known.
 */
export async function usedBytes(
  client: ClusterClient,
  pods: readonly ApiObject[],
): Promise<ReadonlyMap<string, number>> {
  const nodes = [...new Set(pods.flatMap((pod) => text(pod, "spec", "nodeName") ?? []))];
  const used = new Map<string, number>();
  for (const node of nodes) {
    const answer = await client.request("GET", `/api/v1/nodes/${encodeURIComponent(node)}/proxy/stats/summary`);
    if (!isOk(answer)) {
      return used; // Not allowed, here or anywhere.
    }
    for (const volume of listAt(answer.body, "pods").flatMap((pod) => listAt(pod, "volume"))) {
      const bytes = at(volume, "usedBytes");
      const name = text(volume, "pvcRef", "name");
      if (name !== undefined && typeof bytes === "number") {
        used.set(`${text(volume, "pvcRef", "namespace") ?? ""}/${name}`, bytes);
      }
    }
  }
  return used;
}
