import { ZONE_LABELS } from "../policy/facts/node-labels";
import { phaseOf } from "./objects";
import type { ApiObject } from "./api-object";
import type { ClusterClient } from "./client";

/** Labels of a volume that a move keeps, by which it is found. */
export const KEPT_LABELS = { namespace: "gke-stateful/kept-for-namespace", set: "gke-stateful/kept-for-set" } as const;

/** A volume without a claim. The disk is there, and is paid for. */
export interface ReleasedVolume {
  readonly name: string;
  /** `namespace/name` of the claim that it had, or waits for; undefined for any. */
  readonly claim: string | undefined;
  readonly size: string;
  readonly className: string | undefined;
  readonly zones: readonly string[];
  /** `Retain`, or `Delete` where the driver could not delete it yet. */
  readonly reclaimPolicy: string;
  /** `Released`; `Available` where it waits for a claim; `Failed`. */
  readonly phase: string;
  /** The StatefulSet for which a move keeps it, until that is confirmed or taken back; undefined for none. */
  readonly keptFor: string | undefined;
}

interface VolumeSpec {
  readonly capacity?: { readonly storage?: string };
  readonly storageClassName?: string;
  readonly persistentVolumeReclaimPolicy?: string;
  readonly claimRef?: { readonly namespace?: string; readonly name?: string; readonly uid?: string };
  readonly nodeAffinity?: {
    readonly required?: {
      readonly nodeSelectorTerms?: readonly {
        readonly matchExpressions?: readonly { readonly key: string; readonly values?: readonly string[] }[];
      }[];
    };
  };
}

/** The claim that a volume is, or was, for. */
export function claimedBy(volume: ApiObject): VolumeSpec["claimRef"] {
  return (volume["spec"] as VolumeSpec).claimRef;
}

/**
 * Whether a volume was made for a claim: one that has a source gets any volume that fits and waits for nobody, whatever is on it
 * (kubernetes/kubernetes#101878). A claim without a source, or that names its volume when it is made, may have any.
 */
export function isMadeFor(volume: ApiObject, claim: ApiObject): boolean {
  const { dataSource } = claim["spec"] as { dataSource?: object };
  const { creationTimestamp: made = "", uid = "" } = claim.metadata;
  return (
    dataSource === undefined ||
    volume.metadata.name.endsWith(uid) ||
    Date.parse(volume.metadata.creationTimestamp ?? "") >= Date.parse(made)
  );
}

/** Volumes that any claim of a class may get: they are there, and wait for nobody. */
export function isLoose(volume: ApiObject, className: string): boolean {
  const { claimRef, storageClassName = "" } = volume["spec"] as VolumeSpec;
  return claimRef === undefined && storageClassName === className && volume.metadata.deletionTimestamp === undefined;
}

/**
 * Lets a volume wait for a claim by its name, so that no other one gets it. Errors: ClusterError where the server refuses; RefusedError (409) where
 * it has changed since it was read.
 */
export async function reserveFor(
  client: ClusterClient,
  volume: ApiObject,
  { name, namespace }: { readonly name: string; readonly namespace: string },
): Promise<void> {
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
}

/**
 * Lets a volume go with its claim, also where its class retains it. Errors: ClusterError where the server refuses; RefusedError (409) where it has
 * changed since it was read.
 */
export async function deleteWithClaim(client: ClusterClient, volume: ApiObject): Promise<void> {
  const { resourceVersion } = volume.metadata;
  await client.merge(volume, { metadata: { resourceVersion }, spec: { persistentVolumeReclaimPolicy: "Delete" } });
}

/** Zones in which the disk of a volume is, sorted; none where it does not say. */
export function zonesOf(volume: ApiObject): readonly string[] {
  const terms = (volume["spec"] as VolumeSpec).nodeAffinity?.required?.nodeSelectorTerms ?? [];
  const zones = terms
    .flatMap(({ matchExpressions = [] }) => matchExpressions)
    .filter(({ key }) => ZONE_LABELS.includes(key))
    .flatMap(({ values = [] }) => values);
  return [...new Set(zones)].toSorted();
}

/** Whether a volume has lost its claim and still has its disk. */
export function isReleased(volume: ApiObject): boolean {
  const phase = phaseOf(volume);
  return phase === "Released" || phase === "Failed";
}

/** Whether a volume has a disk, and no claim that is there. */
export function isWithoutClaim(volume: ApiObject): boolean {
  return isReleased(volume) || phaseOf(volume) === "Available";
}

/** A volume without a claim. */
export function releasedOf(volume: ApiObject): ReleasedVolume {
  const spec = volume["spec"] as VolumeSpec;
  const { claimRef } = spec;
  return {
    name: volume.metadata.name,
    claim: claimRef === undefined ? undefined : `${claimRef.namespace ?? ""}/${claimRef.name ?? ""}`,
    size: spec.capacity?.storage ?? "0",
    className: spec.storageClassName,
    zones: zonesOf(volume),
    reclaimPolicy: spec.persistentVolumeReclaimPolicy ?? "Retain",
    phase: phaseOf(volume) ?? "Pending",
    keptFor: volume.metadata.labels?.[KEPT_LABELS.set],
  };
}
