import {
  SNAPSHOT_API,
  SNAPSHOT_CLASS,
  SNAPSHOT_MODES,
  SNAPSHOT_SIZE,
  SNAPSHOT_VOLUME_MODE,
} from "../../../cluster/snapshots";
import { quantity } from "../../../policy/facts/quantities";
import { objectName } from "../object-name";
import type { ApiObject } from "../../../cluster/api-object";
import type { Snapshot } from "../../../cluster/snapshots";

/** A claim that is made from a snapshot, in another namespace. */
export interface Copy {
  readonly snapshot: Snapshot;
  /** What gives the snapshot a second name in the other namespace, in the order in which it is made. */
  readonly source: readonly ApiObject[];
  /** The claim that reads it. */
  readonly claim: ApiObject;
}

/** What a copy is made with. */
export interface CopyOptions {
  /** Namespace of the copies. */
  readonly to: string;
  /** StorageClass of the copies. @default that of the claim when its snapshot was made */
  readonly className: string | undefined;
}

/** What a VolumeSnapshotContent says that is read here. */
interface ContentFacts {
  readonly driver: string;
  readonly handle: string;
  /** Bytes that a copy needs at least, as the driver says; 0 where it does not. */
  readonly restoreSize: number;
  /** `Block` or `Filesystem`; undefined where it is not known. */
  readonly volumeMode: string | undefined;
}

/** Label of everything that a restore makes: the set whose data it is. */
export const RESTORED_LABEL = "gke-stateful/restored-from";

/** The newest good snapshot of each claim of a set, or that of a run; by the names of the claims. */
export function chosenSnapshots(
  snapshots: readonly Snapshot[],
  isWanted: (snapshot: Snapshot) => boolean,
): readonly Snapshot[] {
  const good = snapshots.filter((one) => one.isReady && isWanted(one));
  const newest = new Map<string, Snapshot>();
  for (const one of good.toSorted((a, b) => Date.parse(a.created) - Date.parse(b.created))) {
    newest.set(one.claim, one);
  }
  return [...newest.values()].toSorted((one, other) => one.claim.localeCompare(other.claim, "en", { numeric: true }));
}

/**
 * What makes a claim of a snapshot in another namespace. A claim reads snapshots of its own namespace only, so the snapshot in the storage
 * system gets a second name there, which never deletes it (deletionPolicy Retain).
 * Source: https://kubernetes.io/docs/concepts/storage/volume-snapshots/#static
 */
export function copyOf(snapshot: Snapshot, content: ContentFacts, { className, to }: CopyOptions): Copy {
  const { claim, namespace, object } = snapshot;
  const { annotations = {} } = object.metadata;
  const labels = { [RESTORED_LABEL]: namespace };
  // By the snapshot and not by the claim: a claim that is made again must not get the data of an earlier restore.
  const name = objectName(`${snapshot.name}-restored`);
  // A namespace has no dot, so that no two pairs make one name.
  const contentName = objectName(`${to}.${namespace}.${snapshot.name}`);
  const size = largest(annotations[SNAPSHOT_SIZE] ?? "0", content.restoreSize);
  const storageClassName = className ?? annotations[SNAPSHOT_CLASS];
  const volumeMode = annotations[SNAPSHOT_VOLUME_MODE] ?? content.volumeMode;
  return {
    snapshot,
    source: [
      {
        apiVersion: SNAPSHOT_API,
        kind: "VolumeSnapshotContent",
        metadata: { name: contentName, labels },
        spec: {
          deletionPolicy: "Retain",
          driver: content.driver,
          source: { snapshotHandle: content.handle },
          ...(volumeMode !== undefined && { sourceVolumeMode: volumeMode }),
          volumeSnapshotRef: { name, namespace: to },
        },
      },
      {
        apiVersion: SNAPSHOT_API,
        kind: "VolumeSnapshot",
        metadata: { name, namespace: to, labels },
        spec: { source: { volumeSnapshotContentName: contentName } },
      },
    ],
    claim: {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: {
        name: claim,
        namespace: to,
        labels,
        annotations: { [RESTORED_LABEL]: `${namespace}/${snapshot.name}` },
      },
      spec: {
        accessModes: annotations[SNAPSHOT_MODES]?.split(",") ?? ["ReadWriteOnce"],
        ...(volumeMode !== undefined && { volumeMode }),
        ...(storageClassName !== undefined && { storageClassName }),
        dataSource: { apiGroup: "snapshot.storage.k8s.io", kind: "VolumeSnapshot", name },
        resources: { requests: { storage: size } },
      },
    },
  };
}

function largest(size: string, bytes: number): string {
  return (quantity(size) ?? 0) >= bytes ? size : String(bytes);
}

/** What a VolumeSnapshotContent says; undefined where the driver has not told its handle. */
export function contentFacts(content: ApiObject): ContentFacts | undefined {
  const { driver, sourceVolumeMode: volumeMode } = content["spec"] as { driver: string; sourceVolumeMode?: string };
  const { restoreSize = 0, snapshotHandle } = (content["status"] ?? {}) as {
    snapshotHandle?: string;
    restoreSize?: number;
  };
  return snapshotHandle === undefined ? undefined : { driver, handle: snapshotHandle, restoreSize, volumeMode };
}
