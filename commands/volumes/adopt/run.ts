import { ClusterError } from "../../../cluster/cluster-error";
import { phaseOf } from "../../../cluster/objects";
import { poll } from "../../../cluster/poll";
import { claimedBy, isReleased, reserveFor } from "../../../cluster/volumes";
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
  readonly volumeAttributesClassName?: string;
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
    if (there !== undefined && isBoundTo(volume, there)) {
      process.stdout.write(`PersistentVolume ${name} is bound to claim ${claim.namespace}/${claim.name} already.\n`);
      return;
    }
    refuseVolume(volume, claim);
    await refuseNamespace(client, claim);
    const spec = volume["spec"] as VolumeSpec;
    process.stdout.write(
      `PersistentVolume ${name} (${spec.capacity?.storage ?? "size not known"}) is bound to claim ${claim.namespace}/${claim.name} again, with its data.\n`,
    );
    if (flags.apply !== true) {
      process.stdout.write(NOTHING_CHANGED);
      return;
    }
    await adopt(client, volume, claim, there);
    await untilBound(client, volume, claim);
    process.stdout.write("Bound. A StatefulSet finds the claim by its name.\n");
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

/** Whether a claim and a volume have each other. A claim of a Lost volume, or one made again, only names it. */
function isBoundTo(volume: ApiObject, claim: ApiObject): boolean {
  return phaseOf(claim) === "Bound" && claimedBy(volume)?.uid === claim.metadata.uid;
}

/** Errors: UserError where the claim has another volume, is about to get one, or goes. */
function refuseClaim(volume: ApiObject, { name, namespace }: ClaimName, there: ApiObject | undefined): void {
  if (there === undefined) {
    return;
  }
  const { volumeName } = there["spec"] as { volumeName?: string };
  if (there.metadata.deletionTimestamp !== undefined) {
    throw new UserError(
      `Claim ${namespace}/${name} is being deleted, and something still holds it. Wait until it is gone, and run the same command again.`,
    );
  }
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
function refuseVolume(volume: ApiObject, claim: ClaimName): void {
  const { deletionTimestamp, name } = volume.metadata;
  if (deletionTimestamp !== undefined) {
    throw new UserError(
      `PersistentVolume ${name} is being deleted: its object goes, and with policy Retain its disk stays. Nothing binds it again; make a new PersistentVolume with its spec.csi.volumeHandle.`,
    );
  }
  refusePhase(volume, claim);
  const { persistentVolumeReclaimPolicy: policy = "Retain" } = volume["spec"] as VolumeSpec;
  if (policy !== "Retain") {
    throw new UserError(
      `PersistentVolume ${name} has reclaim policy ${policy}, so that its driver may be deleting the disk or its data. First: kubectl patch pv ${name} -p '{"spec":{"persistentVolumeReclaimPolicy":"Retain"}}'`,
    );
  }
}

function refusePhase(volume: ApiObject, claim: ClaimName): void {
  const phase = phaseOf(volume) ?? "unknown";
  const { name } = volume.metadata;
  // Available is what an interrupted run leaves behind.
  if (!isReleased(volume) && phase !== "Available") {
    throw new UserError(`PersistentVolume ${name} is ${phase}: must be Released, so that nobody else has it.`);
  }
  const reserved = claimedBy(volume);
  if (phase === "Available" && reserved !== undefined && !isNamed(reserved, claim)) {
    throw new UserError(
      `PersistentVolume ${name} waits for claim ${reserved.namespace ?? ""}/${reserved.name ?? ""}: must wait for nobody or for ${claim.namespace}/${claim.name}. Name that claim with --claim.`,
    );
  }
}

function isNamed(reference: NonNullable<ReturnType<typeof claimedBy>>, { name, namespace }: ClaimName): boolean {
  return reference.name === name && reference.namespace === namespace;
}

/** Errors: UserError where there is nowhere to put the claim. */
async function refuseNamespace(client: ClusterClient, { namespace }: ClaimName): Promise<void> {
  if ((await client.get("v1", "Namespace", namespace)) === undefined) {
    throw new UserError(
      `The cluster has no namespace ${namespace}. Make it first (kubectl create namespace ${namespace}), or name another claim with --claim NAMESPACE/NAME.`,
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
  await reserveFor(client, volume, { name, namespace });
  if (there !== undefined) {
    return; // It names the volume, and gets it now.
  }
  const {
    accessModes = ["ReadWriteOnce"],
    capacity,
    storageClassName = "",
    volumeAttributesClassName,
    volumeMode,
  } = volume["spec"] as VolumeSpec;
  await client.create({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name, namespace },
    spec: {
      accessModes,
      storageClassName,
      volumeName: volume.metadata.name,
      ...(volumeMode !== undefined && { volumeMode }),
      // Without its own, the claim would ask for the default of the class, and the controller would refuse to bind.
      ...(volumeAttributesClassName !== undefined && { volumeAttributesClassName }),
      resources: { requests: { storage: capacity?.storage ?? "1Gi" } },
    },
  });
}

/** Seconds until the two must have come together: the controller binds within a few. */
const PATIENCE = 60;

/** Errors: ClusterError where the two do not come together. */
async function untilBound(client: ClusterClient, volume: ApiObject, { name, namespace }: ClaimName): Promise<void> {
  await poll(PATIENCE, async (isLast) => {
    const [now, claim] = await Promise.all([
      client.get("v1", "PersistentVolume", volume.metadata.name),
      client.get("v1", "PersistentVolumeClaim", name, namespace),
    ]);
    const isBound = now !== undefined && claim !== undefined && isBoundTo(now, claim);
    if (isLast && !isBound) {
      throw new ClusterError(
        `Claim ${namespace}/${name} and PersistentVolume ${volume.metadata.name} are there, and were not bound within ${String(PATIENCE)} s. See: kubectl describe pvc ${name} --namespace ${namespace}`,
      );
    }
    return isBound ? true : undefined;
  });
}
