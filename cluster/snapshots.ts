import { ordinalIn } from "../policy/facts/ordinals";
import { isGoing } from "./objects";
import type { ApiObject } from "./api-object";
import type { ClusterClient, Selection } from "./client";

/** API of snapshots. Source: kubernetes-csi/external-snapshotter */
export const SNAPSHOT_API = "snapshot.storage.k8s.io/v1";

/** Labels of snapshots that were made here: they are ours to delete, and no other is. */
export const SNAPSHOT_LABELS = {
  /** The StatefulSet. */
  set: "gke-stateful/set",
  /** Name of the claim template. */
  volume: "gke-stateful/volume",
  /** Ordinal of the pod. */
  ordinal: "gke-stateful/ordinal",
  /** The run that made it: one run makes one of each claim, however often it is begun again. */
  run: "gke-stateful/run",
} as const;
/** Annotation of a snapshot: the PersistentVolume. A claim that is made again under its name has another one, with other data. */
export const SNAPSHOT_DISK = "gke-stateful/persistent-volume";
/** Annotation of a snapshot: the size of the claim when it was made, which a copy of it needs at least. */
export const SNAPSHOT_SIZE = "gke-stateful/size";
/** Annotation of a snapshot: the access modes of the claim, with commas between them. */
export const SNAPSHOT_MODES = "gke-stateful/access-modes";
/** Annotation of a snapshot: the volume mode of the claim. A copy in another mode would be formatted. */
export const SNAPSHOT_VOLUME_MODE = "gke-stateful/volume-mode";
/** Annotation of a snapshot: `namespace/name` of claims that are made from it, with blanks between them; while one has no disk, the snapshot stays. */
export const SNAPSHOT_RESTORING = "gke-stateful/restoring-to";
/** Annotation of a snapshot: the class of the claim. */
export const SNAPSHOT_CLASS = "gke-stateful/storage-class";

/** A snapshot of a claim. */
export interface Snapshot {
  readonly namespace: string;
  readonly name: string;
  /** Name of the claim; empty where it was made from something else. */
  readonly claim: string;
  /** When it was made: the moment of the data where the driver says it, else of the object. */
  readonly created: string;
  /** Whether it can be restored. */
  readonly isReady: boolean;
  /** What went wrong, as the driver says it; undefined where nothing did. */
  readonly error: string | undefined;
  /** Name of the claim template; undefined where it was not made here. */
  readonly volume: string | undefined;
  /** The StatefulSet whose claim it was made of here; undefined where it was not made here. */
  readonly set: string | undefined;
  /** Whether it was made here, and so may be deleted here. */
  readonly isOurs: boolean;
  readonly run: string | undefined;
  /** Name of the PersistentVolume that it was made of; undefined where it does not say. */
  readonly disk: string | undefined;
  /** The object as it was read. */
  readonly object: ApiObject;
}

interface SnapshotStatus {
  readonly readyToUse?: boolean;
  readonly error?: { readonly message?: string };
}

/** The snapshots of a namespace, or those that are selected. */
export async function listSnapshots(client: ClusterClient, selection: Selection): Promise<readonly Snapshot[]> {
  return (await client.list(SNAPSHOT_API, "VolumeSnapshot", selection)).map(snapshotOf);
}

/** What a VolumeSnapshot says. A driver may tell any time as that of its data, so the object's own counts. */
export function snapshotOf(object: ApiObject): Snapshot {
  const { annotations = {}, creationTimestamp = "", labels = {}, name, namespace = "" } = object.metadata;
  const set = labels[SNAPSHOT_LABELS.set];
  return {
    namespace,
    name,
    claim: claimOf(object),
    created: creationTimestamp,
    ...statusOf(object),
    volume: labels[SNAPSHOT_LABELS.volume],
    set,
    isOurs: set !== undefined,
    run: labels[SNAPSHOT_LABELS.run],
    disk: annotations[SNAPSHOT_DISK],
    object,
  };
}

/** Ordinal of the pod whose claim a snapshot is of, by the names; undefined where it was not made here. */
export function ordinalOf({ claim, set, volume }: Snapshot): number | undefined {
  return set === undefined || volume === undefined ? undefined : ordinalIn(claim, `${volume}-${set}`);
}

/** Name of the VolumeSnapshotContent; empty where it has none yet. */
export function contentOf({ status }: ApiObject): string {
  return ((status ?? {}) as { boundVolumeSnapshotContentName?: string }).boundVolumeSnapshotContentName ?? "";
}

/** Claims that restores make from a snapshot. */
export function restoringTo({ metadata }: ApiObject): readonly { readonly namespace: string; readonly name: string }[] {
  const claims = metadata.annotations?.[SNAPSHOT_RESTORING]?.split(" ") ?? [];
  return claims.map((claim) => {
    const [namespace = "", name = ""] = claim.split("/");
    return { namespace, name };
  });
}

function claimOf(object: ApiObject): string {
  const { source } = object["spec"] as { source?: { persistentVolumeClaimName?: string } };
  return source?.persistentVolumeClaimName ?? "";
}

function statusOf(object: ApiObject): Pick<Snapshot, "isReady" | "error"> {
  const { error, readyToUse = false } = (object["status"] ?? {}) as SnapshotStatus;
  return { isReady: readyToUse && !isGoing(object), error: readyToUse ? undefined : error?.message };
}
