import { listSnapshots, restoringTo, SNAPSHOT_RESTORING } from "../../../cluster/snapshots";
import type { SetName } from "../../../cluster/claims";
import type { ClusterClient } from "../../../cluster/client";
import type { Snapshot } from "../../../cluster/snapshots";

/** Keeps retention from a snapshot until a claim that is made from it has its disk. */
export async function holdSnapshot(client: ClusterClient, { object }: Snapshot, claim: SetName): Promise<void> {
  await setClaims(client, { object }, [...restoringTo(object), claim]);
}

/** Ends what {@link holdSnapshot} began, for claims of a namespace that have other disks now. */
export async function letSnapshotsGo(client: ClusterClient, claims: readonly SetName[]): Promise<void> {
  const isOver = (one: SetName): boolean =>
    claims.some(({ name, namespace }) => name === one.name && namespace === one.namespace);
  for (const namespace of new Set(claims.map((claim) => claim.namespace))) {
    for (const snapshot of await listSnapshots(client, { namespace })) {
      const held = restoringTo(snapshot.object);
      if (held.some(isOver)) {
        await setClaims(
          client,
          snapshot,
          held.filter((one) => !isOver(one)),
        );
      }
    }
  }
}

async function setClaims(
  client: ClusterClient,
  { object }: Pick<Snapshot, "object">,
  claims: readonly SetName[],
): Promise<void> {
  const names = new Set(claims.map(({ name, namespace }) => `${namespace}/${name}`));
  const annotation = names.size === 0 ? null : [...names].join(" ");
  await client.merge(object, { metadata: { annotations: { [SNAPSHOT_RESTORING]: annotation } } });
}
