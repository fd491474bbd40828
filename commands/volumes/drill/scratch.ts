import { expectOk, STATUS } from "../../../cluster/answer";
import { ClusterError } from "../../../cluster/cluster-error";
import { poll } from "../../../cluster/poll";
import { SNAPSHOT_API } from "../../../cluster/snapshots";
import { claimedBy, isMadeFor } from "../../../cluster/volumes";
import { UserError } from "../../shared/user-error";
import { objectName } from "../object-name";
import { RESTORED_LABEL } from "../restore/plan";
import type { ApiObject } from "../../../cluster/api-object";
import type { SetName } from "../../../cluster/claims";
import type { ClusterClient } from "../../../cluster/client";

/** Label of a namespace that a drill made: the set whose data is in it. Only such a one is ever deleted. */
const DRILL_LABEL = "gke-stateful/restore-drill-of";
/** Begins the labels by which a namespace says what its pods may do. @see https://kubernetes.io/docs/concepts/security/pod-security-admission/ */
const POD_SECURITY = "pod-security.kubernetes.io/";
/** Longest name of a namespace. */
const MAX_NAMESPACE = 63;

/** Namespace in which a drill of a set works. */
export function scratchName({ name, namespace }: SetName): string {
  return objectName(`${namespace}-drill-${name}`, MAX_NAMESPACE);
}

/**
 * Makes the namespace of a drill: its pods may do what those of the workload may, and reach nobody, so that a copy of a database cannot take
 * part in anything. Errors: UserError where the name is somebody else's.
 */
export async function makeScratch(client: ClusterClient, set: SetName): Promise<void> {
  const name = scratchName(set);
  const source = await client.get("v1", "Namespace", set.namespace);
  const security = Object.entries(source?.metadata.labels ?? {}).filter(([key]) => key.startsWith(POD_SECURITY));
  await client.create({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, labels: { ...Object.fromEntries(security), [DRILL_LABEL]: set.name } },
  });
  await client.create({
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "nobody", namespace: name },
    spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
  });
}

/** The namespace of a drill, where one is there. Errors: UserError where another one has its name. */
export async function scratchOf(client: ClusterClient, set: SetName): Promise<ApiObject | undefined> {
  const name = scratchName(set);
  const found = await client.get("v1", "Namespace", name);
  if (found !== undefined && found.metadata.labels?.[DRILL_LABEL] !== set.name) {
    throw new UserError(
      `Namespace ${name} is there, and no drill made it: must have the label ${DRILL_LABEL}: ${set.name}, because the drill deletes it at its end. Rename or delete it.`,
    );
  }
  return found;
}

/**
 * Deletes the namespace of a drill with its copies, their disks and the second names of the snapshots; the snapshots stay. It can be done twice,
 * and after a drill that was killed. Errors: ClusterError where something is left after `timeout` seconds.
 */
export async function removeScratch(client: ClusterClient, set: SetName, timeout: number): Promise<void> {
  const namespace = scratchName(set);
  const found = await scratchOf(client, set);
  // By their uids: a namespace of the same name that was somebody else's may have left disks behind.
  const claims = found === undefined ? [] : await client.list("v1", "PersistentVolumeClaim", { namespace });
  const isOurs = (volume: ApiObject): boolean => {
    const { namespace: of, uid } = claimedBy(volume) ?? {};
    const claim = claims.find(({ metadata }) => metadata.uid === uid);
    // Made by a restore, for that claim: and nobody's before.
    const isRestored = claim?.metadata.labels?.[RESTORED_LABEL] !== undefined;
    const isCopy = claim !== undefined && isRestored && isMadeFor(volume, claim);
    return of === namespace && (volume.metadata.labels?.[DRILL_LABEL] === set.name || isCopy);
  };
  await giveUpDisks(client, set, isOurs);
  if (found !== undefined) {
    await client.delete(found, { preconditions: { uid: found.metadata.uid } });
  }
  await removeSecondNames(client, namespace);
  await poll(timeout, async (isLast) => {
    const isThere = (await client.get("v1", "Namespace", namespace)) !== undefined;
    const left = [...(isThere ? [`namespace ${namespace}`] : []), ...(await giveUpDisks(client, set, isOurs))];
    if (left.length > 0 && isLast) {
      throw new ClusterError(
        `Of the drill ${left.join(", ")} not gone after ${String(timeout)} seconds; the next drill of the set deletes what is left. See kubectl describe.`,
      );
    }
    return left.length === 0 ? true : undefined;
  });
}

/** Copies are nobody's only data: their disks go with their claims, whatever the class says. Names of those that are left. */
async function giveUpDisks(
  client: ClusterClient,
  set: SetName,
  isOurs: (volume: ApiObject) => boolean,
): Promise<readonly string[]> {
  const own = (await client.list("v1", "PersistentVolume")).filter(isOurs);
  for (const volume of own.filter(({ metadata }) => metadata.labels?.[DRILL_LABEL] === undefined)) {
    const answer = await client.tryMerge(volume, {
      metadata: { labels: { [DRILL_LABEL]: set.name } },
      spec: { persistentVolumeReclaimPolicy: "Delete" },
    });
    if (answer.status !== STATUS.notFound) {
      expectOk(answer, `PersistentVolume ${volume.metadata.name}`);
    }
  }
  return own.map(({ metadata }) => `PersistentVolume ${metadata.name}`);
}

async function removeSecondNames(client: ClusterClient, namespace: string): Promise<void> {
  const contents = await client.list(SNAPSHOT_API, "VolumeSnapshotContent", { labels: RESTORED_LABEL });
  for (const content of contents) {
    const { deletionPolicy, volumeSnapshotRef } = content["spec"] as {
      readonly deletionPolicy?: string;
      readonly volumeSnapshotRef?: { readonly namespace?: string };
    };
    // Retain: what it names in the storage system is the snapshot, which stays.
    if (volumeSnapshotRef?.namespace === namespace && deletionPolicy === "Retain") {
      await client.delete(content);
    }
  }
}
