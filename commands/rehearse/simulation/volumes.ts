import { claimsOf } from "../../../cluster/objects";
import { zonesOf } from "../../../cluster/volumes";
import type { ClusterClient } from "../../../cluster/client";
import type { ApiObject } from "../../../cluster/api-object";

/** Zones of the disks that a pod has already; undefined where it has none, and any zone will do. */
export async function zonesOfDisks(api: ClusterClient, pod: ApiObject): Promise<ReadonlySet<string> | undefined> {
  const { namespace = "" } = pod.metadata;
  for (const name of claimsOf(pod)) {
    const claim = await api.get("v1", "PersistentVolumeClaim", name, namespace);
    const { volumeName } = (claim?.["spec"] ?? {}) as { volumeName?: string };
    const volume = volumeName === undefined ? undefined : await api.get("v1", "PersistentVolume", volumeName);
    if (volume !== undefined) {
      return new Set(zonesOf(volume));
    }
  }
  return undefined;
}
