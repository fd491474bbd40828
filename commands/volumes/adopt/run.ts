import { claimedBy, isReleased } from "../../../cluster/disk-inventory";
import { UserError } from "../../shared/user-error";
import { NOTHING_CHANGED, withCluster } from "../cluster-flags";
import type { ApiObject } from "../../../cluster/api-object";
import type { ClusterClient } from "../../../cluster/client";
import type { ClusterFlags } from "../cluster-flags";

/** Options of `volumes adopt-volume`, as they are typed. */
export interface AdoptVolumeFlags extends ClusterFlags {
  readonly claim?: string;
  readonly apply?: boolean;
}

interface VolumeSpec {
  readonly accessModes?: readonly string[];
  readonly capacity?: { readonly storage?: string };
  readonly storageClassName?: string;
  readonly volumeMode?: string;
  readonly persistentVolumeReclaimPolicy?: string;
}

/** A claim by its namespace and name. */
interface ClaimName {
  readonly namespace: string;
  readonly name: string;
}

/** Gives a volume whose claim is gone back to a claim of the same name. */
export async function runAdoptVolume(name: string, flags: AdoptVolumeFlags): Promise<void> {
  await withCluster(flags, async (client) => {
    const volume = await client.get("v1", "PersistentVolume", name);
    if (volume === undefined) {
      throw new UserError(`There is no PersistentVolume ${name}. Those without a claim: gke-stateful volumes list.`);
    }
    const claim = claimNameOf(volume, flags.claim);
    const there = await client.get("v1", "PersistentVolumeClaim", claim.name, claim.namespace);
    refuseClaim(volume, claim, there);
    if (there === undefined) {
      refuseVolume(volume);
    }
    const spec = volume["spec"] as VolumeSpec;
    process.stdout.write(
      `PersistentVolume ${name} (${spec.capacity?.storage ?? "size not known"}) is bound to claim ${claim.namespace}/${claim.name} again, with its data.\n`,
    );
    if (flags.apply !== true) {
      process.stdout.write(NOTHING_CHANGED);
      return;
    }
    await adopt(client, volume, claim, there);
    process.stdout.write("Done. A StatefulSet finds the claim by its name.\n");
  });
}

function claimNameOf(volume: ApiObject, given: string | undefined): ClaimName {
  if (given === undefined) {
    const { name = "", namespace = "" } = claimedBy(volume) ?? {};
    if (name === "") {
      throw new UserError(
        `--claim is not set, and PersistentVolume ${volume.metadata.name} does not say whose it was. Give NAMESPACE/NAME.`,
      );
    }
    return { namespace, name };
  }
  const [, namespace = "", name = ""] = /^([^/]+)\/([^/]+)$/.exec(given) ?? [];
  if (name === "") {
    throw new UserError(`--claim is ${JSON.stringify(given)}: must be NAMESPACE/NAME, such as shop/data-db-0.`);
  }
  return { namespace, name };
}

/** Errors: UserError where the claim has another volume, or is about to get one. */
function refuseClaim(volume: ApiObject, { name, namespace }: ClaimName, there: ApiObject | undefined): void {
  if (there === undefined) {
    return;
  }
  const { volumeName } = there["spec"] as { volumeName?: string };
  if (volumeName === undefined) {
    throw new UserError(
      `Claim ${namespace}/${name} is there without a disk, and would get a new one. Delete it first, or name another with --claim.`,
    );
  }
  if (volumeName !== volume.metadata.name) {
    throw new UserError(
      `Claim ${namespace}/${name} has volume ${volumeName}. Name another claim with --claim NAMESPACE/NAME.`,
    );
  }
}

/** Errors: UserError where the volume is somebody's, or may be deleted at any moment. */
function refuseVolume(volume: ApiObject): void {
  const { phase = "unknown" } = (volume["status"] ?? {}) as { phase?: string };
  const { name } = volume.metadata;
  // Available is what an interrupted run leaves behind.
  if (!isReleased(volume) && phase !== "Available") {
    throw new UserError(`PersistentVolume ${name} is ${phase}: must be Released, so that nobody else has it.`);
  }
  if ((volume["spec"] as VolumeSpec).persistentVolumeReclaimPolicy === "Delete") {
    throw new UserError(
      `PersistentVolume ${name} has reclaim policy Delete, so that its driver may be deleting the disk. First: kubectl patch pv ${name} -p '{"spec":{"persistentVolumeReclaimPolicy":"Retain"}}'`,
    );
  }
}

/** First the volume waits for the claim by name, so that nobody else gets it; then the claim is made. Each step can be done twice. */
async function adopt(
  client: ClusterClient,
  volume: ApiObject,
  { name, namespace }: ClaimName,
  there: ApiObject | undefined,
): Promise<void> {
  if (there !== undefined) {
    return;
  }
  const { resourceVersion } = volume.metadata;
  const claimRef = {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    namespace,
    name,
    uid: null,
    resourceVersion: null,
  };
  await client.merge(volume, { metadata: { resourceVersion }, spec: { claimRef } });
  const { accessModes = ["ReadWriteOnce"], capacity, storageClassName = "", volumeMode } = volume["spec"] as VolumeSpec;
  await client.create({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name, namespace },
    spec: {
      accessModes,
      storageClassName,
      volumeName: volume.metadata.name,
      ...(volumeMode !== undefined && { volumeMode }),
      resources: { requests: { storage: capacity?.storage ?? "1Gi" } },
    },
  });
}
