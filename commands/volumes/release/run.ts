import { readInventory } from "../../../cluster/disk-inventory";
import { UserError } from "../../shared/user-error";
import { ageOf } from "../age";
import { NOTHING_CHANGED, withCluster } from "../cluster-flags";
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
    await release(client, claim);
    process.stdout.write(`Claim ${claim.namespace}/${name} is deleted, and its driver deletes the disk.\n`);
  });
}

/** Errors: UserError where a pod has it. */
function refuseUsed({ name, namespace, state }: DiskClaim): void {
  if (state === "in use") {
    throw new UserError(
      `Claim ${namespace}/${name} is mounted by a pod: must be unused. Scale its set below that ordinal, or delete the set with --cascade=orphan and the pod, first.`,
    );
  }
}

/** A pod that is only away for a moment comes back, and wants its disk. Errors: UserError. */
async function refuseExpected(client: ClusterClient, { name, namespace, ordinal = 0, set }: DiskClaim): Promise<void> {
  const object = set === undefined ? undefined : await client.get("apps/v1", "StatefulSet", set, namespace);
  const { ordinals, replicas = 1 } = (object?.["spec"] ?? { replicas: 0 }) as {
    replicas?: number;
    ordinals?: { start?: number };
  };
  if (ordinal < (ordinals?.start ?? 0) + replicas) {
    throw new UserError(
      `Claim ${namespace}/${name} belongs to ordinal ${String(ordinal)} of StatefulSet ${set ?? ""}, which has ${String(replicas)} replicas: must be above them. Scale the set down first.`,
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

/** The volume is told first to go with its claim: after the claim is gone, nobody would find it. */
async function release(client: ClusterClient, { name, namespace, volume }: DiskClaim): Promise<void> {
  const claim = await client.get("v1", "PersistentVolumeClaim", name, namespace);
  if (claim !== undefined && (claim["spec"] as { volumeName?: string }).volumeName !== volume) {
    throw new UserError(`Claim ${namespace}/${name} has another volume than a moment ago. Look at it again.`);
  }
  const object = volume === undefined ? undefined : await client.get("v1", "PersistentVolume", volume);
  if (object !== undefined) {
    await client.merge(object, { spec: { persistentVolumeReclaimPolicy: "Delete" } });
  }
  if (claim !== undefined) {
    await client.delete(claim, { preconditions: { uid: claim.metadata.uid } });
  }
}
