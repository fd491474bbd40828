import { zonesOf } from "../../../cluster/volumes";
import type { ApiObject } from "../../../cluster/api-object";
import type { DiskUse } from "../../../cluster/disk-use";

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
  used: ReadonlyMap<string, DiskUse>,
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
      zones: volume === undefined ? [] : zonesOf(volume),
      reclaimPolicy: text(volume, "spec", "persistentVolumeReclaimPolicy"),
      usedBytes: used.get(name)?.usedBytes,
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
