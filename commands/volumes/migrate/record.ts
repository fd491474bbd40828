import { selectorOf } from "../../../cluster/client";
import { ClusterError } from "../../../cluster/cluster-error";
import { mergeFresh } from "../../../cluster/merge-fresh";
import { isGoing, volumeNameOf } from "../../../cluster/objects";
import { claimedBy, KEPT_LABELS } from "../../../cluster/volumes";
import { quantity } from "../../../policy/facts/quantities";
import type { ApiObject } from "../../../cluster/api-object";
import type { Claim, SetName } from "../../../cluster/claims";
import type { ClusterClient } from "../../../cluster/client";

/** Annotation of a claim: the volume that had its data before. That one is kept until `volumes confirm`. */
export const MOVED_FROM = "gke-stateful/moved-from";
/** Annotation of a volume that is kept: a {@link Kept} in JSON. */
const KEPT = "gke-stateful/kept";

/** What a volume that a claim leaves says about the move, so that another run can go on with it or take it back. */
interface Kept {
  /** The claim as it was, naming the volume. */
  readonly claim: ApiObject;
  /** The claim that takes its place. */
  readonly next: ApiObject;
  /** Its reclaim policy before; it is Retain now. */
  readonly policy: string;
  /** Counts the moves of a claim: the last one is the one that may be under way. */
  readonly step: number;
  /** What it is left for: another class, an earlier state of the data, or the volume that was there before. */
  readonly purpose: Purpose;
}

/** What a volume is left for. */
export type Purpose = "move" | "restore" | "back";

/** A volume that a claim has left, or is about to leave. */
export interface KeptVolume extends Kept {
  readonly volume: ApiObject;
}

/** The volumes that are kept for a set. Errors: ClusterError where one does not say what it is kept for. */
export async function keptFor(client: ClusterClient, { name, namespace }: SetName): Promise<readonly KeptVolume[]> {
  const labels = selectorOf({ [KEPT_LABELS.namespace]: namespace, [KEPT_LABELS.set]: name });
  return (await client.list("v1", "PersistentVolume", { labels })).map((volume) => ({ volume, ...keptOf(volume) }));
}

function keptOf({ metadata: { annotations = {}, name } }: ApiObject): Kept {
  try {
    return JSON.parse(annotations[KEPT] ?? "") as Kept;
  } catch {
    throw new ClusterError(
      `Annotation ${KEPT} of PersistentVolume ${name} is not what volumes migrate wrote: must be the claims of the move, in JSON. Bind the volume by hand with volumes adopt-volume, and take its label ${KEPT_LABELS.set} away.`,
    );
  }
}

/** The last move of a claim; undefined where none is written down. */
export function lastMove(kept: readonly KeptVolume[], claim: string): KeptVolume | undefined {
  return kept.filter((one) => one.claim.metadata.name === claim).toSorted((one, other) => other.step - one.step)[0];
}

/** Whether a move takes another one back: its claim names the volume that it gets, instead of a snapshot. */
export function isBack({ purpose }: Kept): boolean {
  return purpose === "back";
}

/** A volume that a claim had, and that no move keeps: what was written after the last move may be on it. Undefined for none. */
export function strayDisk(
  volumes: Iterable<ApiObject>,
  kept: readonly KeptVolume[],
  { claim }: KeptVolume,
): string | undefined {
  const { name, namespace } = claim.metadata;
  const known = kept.map(({ volume }) => volume.metadata.name);
  const stray = [...volumes].find((volume) => {
    const reference = claimedBy(volume);
    return reference?.name === name && reference.namespace === namespace && !known.includes(volume.metadata.name);
  });
  return stray?.metadata.name;
}

/** What is written down of a move. */
export interface Leaving {
  readonly set: SetName;
  /** The claim as it is. */
  readonly claim: ApiObject;
  /** The volume that it leaves. */
  readonly volume: ApiObject;
  readonly next: ApiObject;
  readonly purpose: Purpose;
}

/** Writes down that a volume stays, whatever becomes of its claim. It can be done twice. */
export async function keep(client: ClusterClient, { claim, next, purpose, set, volume }: Leaving): Promise<void> {
  const { persistentVolumeReclaimPolicy = "Retain" } = volume["spec"] as { persistentVolumeReclaimPolicy?: string };
  const all = await keptFor(client, set);
  const before = all.find((one) => one.volume.metadata.name === volume.metadata.name);
  const step = (lastMove(all, claim.metadata.name)?.step ?? 0) + 1;
  const policy = before?.policy ?? persistentVolumeReclaimPolicy;
  const kept: Kept = { claim: asItWas(claim), next, policy, step, purpose };
  await client.merge(volume, {
    metadata: {
      labels: { [KEPT_LABELS.namespace]: set.namespace, [KEPT_LABELS.set]: set.name },
      annotations: { [KEPT]: JSON.stringify(kept) },
    },
    spec: { persistentVolumeReclaimPolicy: "Retain" },
  });
}

/**
 * Takes back what {@link keep} wrote, where the volume is its claim's again. Errors: ClusterError where it is not: with its old policy, its disk
 * could be deleted.
 */
export async function keepNoLonger(client: ClusterClient, { claim, policy, volume }: KeptVolume): Promise<void> {
  const { name, namespace } = claim.metadata;
  await mergeFresh(client, volume, async (now) => {
    const own = await client.get("v1", "PersistentVolumeClaim", name, namespace);
    if (now === undefined || own === undefined || isGoing(own) || claimedBy(now)?.uid !== own.metadata.uid) {
      throw new ClusterError(
        `PersistentVolume ${volume.metadata.name} is not bound to claim ${namespace ?? ""}/${name}, so it is kept further.`,
      );
    }
    return {
      metadata: {
        labels: { [KEPT_LABELS.namespace]: null, [KEPT_LABELS.set]: null },
        annotations: { [KEPT]: null },
      },
      spec: { persistentVolumeReclaimPolicy: policy },
    };
  });
}

/** Annotations that the controllers of volumes write, which are about one disk. Source: kubernetes, pkg/controller/volume/persistentvolume */
const OF_CONTROLLERS =
  /^(?:pv|volume)\.(?:beta\.)?kubernetes\.io\/|^kubectl\.kubernetes\.io\/last-applied-configuration$/;

/** A claim without what the server and the controllers wrote into it. */
export function asItWas({ metadata, spec }: ApiObject): ApiObject {
  const { annotations = {}, labels, name, namespace = "" } = metadata;
  const own = Object.entries(annotations).filter(([key]) => key !== MOVED_FROM && !OF_CONTROLLERS.test(key));
  // What a disk was made from says nothing about it any more, and may be gone.
  const rest = Object.entries(spec as object).filter(([key]) => key !== "dataSource" && key !== "dataSourceRef");
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name, namespace, ...(labels !== undefined && { labels }), annotations: Object.fromEntries(own) },
    spec: Object.fromEntries(rest),
  };
}

/** What the disk of a claim is to be. */
export interface NextDisk {
  readonly className: string;
  /** VolumeAttributesClass that the set's template names. */
  readonly attributesClass: string | undefined;
  /** Name of the snapshot that it is made from. */
  readonly snapshot: string;
  /** Sizes that it needs at least, besides that of the claim: what the disk really has, and what the snapshot needs. @default none */
  readonly sizes?: readonly string[];
}

/** A claim that takes the place of another, with a disk of its data on another class. */
export function nextClaim(
  { capacity, object, requested }: Claim,
  { attributesClass, className, sizes = [], snapshot }: NextDisk,
): ApiObject {
  const { metadata, spec, ...was } = asItWas(object);
  const { accessModes, volumeMode } = spec as Readonly<Record<string, unknown>>;
  return {
    ...was,
    metadata: { ...metadata, annotations: { ...metadata.annotations, [MOVED_FROM]: volumeNameOf(object) ?? "" } },
    spec: {
      accessModes,
      ...(volumeMode !== undefined && { volumeMode }),
      storageClassName: className,
      ...(attributesClass !== undefined && { volumeAttributesClassName: attributesClass }),
      dataSource: { apiGroup: "snapshot.storage.k8s.io", kind: "VolumeSnapshot", name: snapshot },
      // A disk that has grown further than it was asked to needs as much room again.
      resources: {
        requests: { storage: largest([requested, ...(capacity === undefined ? [] : [capacity]), ...sizes]) },
      },
    },
  };
}

function largest(sizes: readonly string[]): string {
  return sizes.toSorted((one, other) => (quantity(other) ?? 0) - (quantity(one) ?? 0))[0] ?? "0";
}

/** The claim of a volume that was left, which takes the place of the one that has its place now and leaves a volume in turn, or none. */
export function claimAgain({ claim }: KeptVolume, leaves: string | undefined): ApiObject {
  const { metadata } = claim;
  const annotations = { ...metadata.annotations, ...(leaves !== undefined && { [MOVED_FROM]: leaves }) };
  return { ...claim, metadata: { ...metadata, annotations } };
}
