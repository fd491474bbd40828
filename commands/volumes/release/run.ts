import { readInventory } from "../../../cluster/disk-inventory";
import { volumeNameOf } from "../../../cluster/objects";
import { ordinalsIn } from "../../../cluster/pods";
import { deleteWithClaim } from "../../../cluster/volumes";
import { UserError } from "../../shared/user-error";
import { ageOf } from "../../shared/age";
import { NOTHING_CHANGED, withCluster } from "../cluster-flags";
import type { ApiObject } from "../../../cluster/api-object";
import type { ClusterClient } from "../../../cluster/client";
import type { DiskClaim } from "../../../cluster/disk-inventory";
import type { ClusterFlags } from "../cluster-flags";

/** Options of `volumes release`, as they are typed. */
export interface ReleaseFlags extends ClusterFlags {
  readonly namespace: string;
  readonly confirm?: string;
  readonly apply?: boolean;
}

/** Ends a disk on purpose: its claim, the volume and the data. */
export async function runRelease(name: string, flags: ReleaseFlags): Promise<void> {
  await withCluster(flags, async (client) => {
    const { claims } = await readInventory(client, { namespace: flags.namespace });
    const claim = claims.find((one) => one.name === name);
    if (claim === undefined) {
      throw new UserError(
        `Namespace ${flags.namespace} has no claim ${name}. Those that there are: gke-stateful volumes list --namespace ${flags.namespace}.`,
      );
    }
    refuseUsed(claim);
    await refuseExpected(client, claim);
    process.stdout.write(planText(claim));
    if (flags.apply !== true) {
      process.stdout.write(NOTHING_CHANGED);
      return;
    }
    if (flags.confirm !== name) {
      throw new UserError(
        `--confirm is ${flags.confirm === undefined ? "not set" : JSON.stringify(flags.confirm)}: must be ${name}, because nobody brings this data back.`,
      );
    }
    process.stdout.write(`${await release(client, claim)}\n`);
  });
}

/** Errors: UserError where a pod has it, or may get it at any moment. */
function refuseUsed({ name, namespace, state, wantedBy }: DiskClaim): void {
  if (state === "in use") {
    throw new UserError(
      `Claim ${namespace}/${name} is mounted by a pod: must be unused. Scale its set below that ordinal, or delete the set with --cascade=orphan and the pod, first.`,
    );
  }
  if (wantedBy !== undefined) {
    throw new UserError(
      `Claim ${namespace}/${name} is named by ${wantedBy}: must be named by nothing that runs pods. Scale it to 0, suspend it or delete it first.`,
    );
  }
}

/** A pod that is only away for a moment comes back, and wants its disk. Errors: UserError. */
async function refuseExpected(client: ClusterClient, { name, namespace, ordinal, set }: DiskClaim): Promise<void> {
  if (set === undefined || ordinal === undefined) {
    return;
  }
  const object = await client.get("apps/v1", "StatefulSet", set, namespace);
  if (object === undefined) {
    return;
  }
  const ordinals = ordinalsIn(object);
  if (ordinals.includes(ordinal)) {
    throw new UserError(
      `Claim ${namespace}/${name} belongs to ordinal ${String(ordinal)} of StatefulSet ${set}, which has pods ${String(ordinals[0])} to ${String(ordinals.at(-1))}: must be none of theirs. Scale the set down first.`,
    );
  }
}

function planText({ name, namespace, ordinal, set, size, snapshot, volume }: DiskClaim): string {
  const again =
    set === undefined
      ? ""
      : ` StatefulSet ${set} begins with an empty disk when it gets ordinal ${String(ordinal)} again.`;
  const saved =
    snapshot === undefined
      ? "It has no snapshot here: nothing brings the data back, unless a backup of another kind has it."
      : `Its last good snapshot is ${ageOf(snapshot, new Date())} old, and stays.`;
  return `Claim ${namespace}/${name} (${size}${volume === undefined ? ", no disk yet" : `, volume ${volume}`}) and its data are deleted for good. ${saved}${again}\n`;
}

/** Deletes the claim that was looked at, and no other. Returns what there is to say. */
async function release(client: ClusterClient, shown: DiskClaim): Promise<string> {
  const { name, namespace, uid, volume } = shown;
  const claim = await sameClaim(client, shown);
  const object = volume === undefined ? undefined : await client.get("v1", "PersistentVolume", volume);
  const restore = object === undefined ? undefined : await giveUp(client, object, claim);
  try {
    await client.delete(claim, { preconditions: { uid } });
  } catch (error) {
    await restore?.();
    throw error;
  }
  const left = await client.get("v1", "PersistentVolumeClaim", name, namespace);
  const disk = volume === undefined ? "" : ", and its driver deletes the disk";
  return left === undefined || left.metadata.uid !== uid
    ? `Claim ${namespace}/${name} is deleted${disk}.`
    : `Claim ${namespace}/${name} is being deleted; ${(left.metadata.finalizers ?? ["something"]).join(" and ")} still holds it${disk} after that.`;
}

/** The claim as it is now. Errors: UserError where it is another one than was shown. */
async function sameClaim(client: ClusterClient, { name, namespace, uid, volume }: DiskClaim): Promise<ApiObject> {
  const claim = await client.get("v1", "PersistentVolumeClaim", name, namespace);
  if (claim === undefined || claim.metadata.uid !== uid || volumeNameOf(claim) !== volume) {
    throw new UserError(`Claim ${namespace}/${name} is not the one of a moment ago. Look at it again.`);
  }
  return claim;
}

/**
 * Tells the volume of a claim to go with it: after the claim is gone, nobody would find it. Returns what takes that back. Errors: UserError
 * where the volume is another claim's, whose data must not go.
 */
async function giveUp(client: ClusterClient, volume: ApiObject, claim: ApiObject): Promise<() => Promise<void>> {
  const { claimRef, persistentVolumeReclaimPolicy = "Retain" } = volume["spec"] as {
    claimRef?: { uid?: string };
    persistentVolumeReclaimPolicy?: string;
  };
  if (claimRef?.uid !== claim.metadata.uid) {
    throw new UserError(
      `PersistentVolume ${volume.metadata.name}, which claim ${claim.metadata.name} names, is not bound to it: must be its own, because the disk is deleted with it.`,
    );
  }
  await deleteWithClaim(client, volume);
  return async () => {
    await client.merge(volume, { spec: { persistentVolumeReclaimPolicy } });
  };
}
