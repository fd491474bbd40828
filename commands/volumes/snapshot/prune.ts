import { STATUS } from "../../../cluster/answer";
import { RefusedError } from "../../../cluster/cluster-error";
import { phaseOf, sourceOf } from "../../../cluster/objects";
import { contentOf, restoringTo, SNAPSHOT_API } from "../../../cluster/snapshots";
import { expiredOf } from "./plan";
import type { ApiObject } from "../../../cluster/api-object";
import type { ClusterClient } from "../../../cluster/client";
import type { Hold } from "../../../cluster/operation";
import type { Snapshot } from "../../../cluster/snapshots";
import type { Retention } from "./plan";

/** What is looked at for deletion. */
export interface Pruning {
  /** Snapshots of claims that were saved, as they are now. */
  readonly snapshots: readonly Snapshot[];
  readonly retention: Retention;
  readonly hold: Hold;
}

/** Deletes what retention does not keep, by what is there now and not by what was planned. Returns how many. */
export async function prune(client: ClusterClient, { hold, retention, snapshots }: Pruning): Promise<number> {
  let deleted = 0;
  for (const { object } of expiredOf(snapshots, [], retention, new Date())) {
    hold.check();
    if (!(await isBeingRestored(client, object)) && (await deleteSnapshot(client, object))) {
      deleted++;
    }
  }
  return deleted;
}

/** A copy without a disk still needs the snapshot that it is to be made from. */
async function isBeingRestored(client: ClusterClient, object: ApiObject): Promise<boolean> {
  for (const { name, namespace } of restoringTo(object)) {
    const copy = await client.get("v1", "PersistentVolumeClaim", name, namespace);
    const waits = copy !== undefined && phaseOf(copy) !== "Bound";
    // In place, the claim that the snapshot is for has another disk until its turn comes, and in between there is none.
    const isToCome =
      namespace === object.metadata.namespace && (copy === undefined || sourceOf(copy) !== object.metadata.name);
    if (waits || isToCome) {
      return true;
    }
  }
  return false;
}

/** How often a snapshot is looked at again that its controller changes at the same moment, which it does when its content changes. */
const TRIES = 5;

/**
 * Deletes a snapshot, unless a restore begins at this moment. A class that retains is for those who delete by mistake; here the end is meant,
 * and without it the storage system would keep the data, unseen and paid for. Returns whether it is gone.
 */
export async function deleteSnapshot(client: ClusterClient, object: ApiObject): Promise<boolean> {
  const content = await client.get(SNAPSHOT_API, "VolumeSnapshotContent", contentOf(object));
  const keepAgain = content === undefined ? undefined : await stopRetaining(client, content, object.metadata.uid);
  let isGone = false;
  try {
    isGone = await deleteUnlessRestored(client, object);
    return isGone;
  } finally {
    if (!isGone) {
      await keepAgain?.();
    }
  }
}

async function deleteUnlessRestored(client: ClusterClient, { metadata }: ApiObject): Promise<boolean> {
  for (let tries = 0; tries < TRIES; tries++) {
    const now = await client.get(SNAPSHOT_API, "VolumeSnapshot", metadata.name, metadata.namespace);
    if (now === undefined || now.metadata.uid !== metadata.uid) {
      return true;
    }
    if (await isBeingRestored(client, now)) {
      return false;
    }
    if (await isDeleted(client, now)) {
      return true;
    }
  }
  return false;
}

/** Only as it was looked at: false where it has changed since. */
async function isDeleted(client: ClusterClient, object: ApiObject): Promise<boolean> {
  const { resourceVersion, uid } = object.metadata;
  try {
    await client.delete(object, { preconditions: { uid, resourceVersion } });
    return true;
  } catch (error) {
    if (error instanceof RefusedError && error.status === STATUS.conflict) {
      return false;
    }
    throw error;
  }
}

/** Lets the content of a snapshot go with it. Returns what takes that back; undefined where there was nothing to do. */
async function stopRetaining(
  client: ClusterClient,
  content: ApiObject,
  uid: string | undefined,
): Promise<(() => Promise<void>) | undefined> {
  const { deletionPolicy, volumeSnapshotRef } = content["spec"] as {
    deletionPolicy?: string;
    volumeSnapshotRef?: { uid?: string };
  };
  if (deletionPolicy !== "Retain" || volumeSnapshotRef?.uid !== uid) {
    return undefined;
  }
  await client.merge(content, { spec: { deletionPolicy: "Delete" } });
  return () => client.merge(content, { spec: { deletionPolicy } });
}
