import { someHolds } from "./doubts";
import { allContainers, podSpec } from "./pods";
import type { ObjectGraph } from "./graph";
import type { GraphObject, Field } from "./object";

/**
 * Where a volume's data lives: a claim of its own for each pod (`template`), a claim that the pods name (`claim`), one that
 * lives as long as the pod (`ephemeral`), a disk without a claim (`disk`), the node (`hostPath`, `emptyDir`), or elsewhere.
 */
type VolumeSource = "template" | "claim" | "ephemeral" | "disk" | "hostPath" | "emptyDir" | "other";

/** A volume of a workload's pods. */
export interface Volume {
  readonly name: string;
  readonly source: VolumeSource;
  /** The claim template, or the pod's volume. */
  readonly field: Field;
  /** Mounts and block devices by which containers use it. */
  readonly uses: readonly Use[];
}

/** How a container uses a volume. */
export interface Use {
  /** The container. */
  readonly container: Field;
  /** Path in the container; undefined for a block device. */
  readonly path: string | undefined;
  readonly readOnly: boolean;
}

/** Keys of a pod's volume → source. */
const SOURCES: Readonly<Record<string, VolumeSource>> = {
  persistentVolumeClaim: "claim",
  ephemeral: "ephemeral",
  gcePersistentDisk: "disk",
  hostPath: "hostPath",
  emptyDir: "emptyDir",
};

/** The volumes of a workload's pods. A claim template replaces the pod's volume of the same name, as the controller does. */
export function volumesOf(object: GraphObject): readonly Volume[] {
  return object.once(findVolumes);
}

function findVolumes(object: GraphObject): readonly Volume[] {
  const templates = object.kind === "StatefulSet" ? object.at("spec.volumeClaimTemplates").items : [];
  const byTemplate = templates.map((field) => volume(object, field, field.at("metadata.name").text ?? "", "template"));
  const shadowed = new Set(byTemplate.map(({ name }) => name));
  const byPod = podSpec(object)
    .at("volumes")
    .items.map((field) => volume(object, field, field.at("name").text ?? "", sourceOf(field)));
  return [...byTemplate, ...byPod.filter(({ name }) => !shadowed.has(name))];
}

function sourceOf(field: Field): VolumeSource {
  const [source] = Object.entries(SOURCES).filter(([key]) => field.of(key).isSet);
  return source?.[1] ?? "other";
}

function volume(object: GraphObject, field: Field, name: string, source: VolumeSource): Volume {
  const uses = allContainers(object).flatMap((container) => [
    ...container
      .at("volumeMounts")
      .items.filter((mount) => mount.at("name").text === name)
      .map((mount) => ({ container, path: mount.at("mountPath").text, readOnly: mount.at("readOnly").flag === true })),
    ...container
      .at("volumeDevices")
      .items.filter((device) => device.at("name").text === name)
      .map(() => ({ container, path: undefined, readOnly: false })),
  ]);
  return { name, source, field, uses };
}

/** Whether some container may write to a volume. */
export function isWritten({ field, source, uses }: Volume): boolean {
  const readOnlySource =
    (source === "claim" && field.at("persistentVolumeClaim.readOnly").flag === true) ||
    (source === "disk" && field.at("gcePersistentDisk.readOnly").flag === true);
  return !readOnlySource && someHolds(uses, ({ readOnly }) => !readOnly);
}

/** A claim and what it asks for. */
export interface Claim {
  /** Its specification: access modes, class, size. */
  readonly spec: Field;
  /** Its metadata. */
  readonly metadata: Field;
}

/** The claim behind a volume, or undefined where there is none or the graph does not hold it. */
export function claimOf({ field, source }: Volume, graph: ObjectGraph): Claim | undefined {
  if (source === "template") {
    return { spec: field.at("spec"), metadata: field.at("metadata") };
  }
  if (source === "ephemeral") {
    const template = field.at("ephemeral.volumeClaimTemplate");
    return { spec: template.at("spec"), metadata: template.at("metadata") };
  }
  if (source === "claim") {
    const claim = claimObject(field, graph);
    return claim === undefined ? undefined : claimOfObject(claim);
  }
  return undefined;
}

/** The PersistentVolumeClaim that a pod's volume names. */
export function claimObject(field: Field, graph: ObjectGraph): GraphObject | undefined {
  return graph.target(field.at("persistentVolumeClaim.claimName"), "PersistentVolumeClaim");
}

/** A PersistentVolumeClaim as a claim. */
export function claimOfObject(claim: GraphObject): Claim {
  return { spec: claim.at("spec"), metadata: claim.at("metadata") };
}

/** The volumes that keep data beyond the pod: claims and disks, but not ephemeral claims. */
export function keptVolumes(object: GraphObject): readonly Volume[] {
  return volumesOf(object).filter(({ source }) => source === "template" || source === "claim" || source === "disk");
}

/** The claims that an object makes or is: a workload's templates and ephemeral claims, or a claim itself. */
export function ownClaims(object: GraphObject): readonly Claim[] {
  return object.once(findOwnClaims);
}

function findOwnClaims(object: GraphObject): readonly Claim[] {
  if (object.kind === "PersistentVolumeClaim") {
    return [claimOfObject(object)];
  }
  return volumesOf(object).flatMap(({ field, source }) => {
    if (source === "template") {
      return [{ spec: field.at("spec"), metadata: field.at("metadata") }];
    }
    const template = field.isUnknown ? field : field.of("ephemeral");
    return source === "ephemeral"
      ? [{ spec: template.at("volumeClaimTemplate.spec"), metadata: template.at("volumeClaimTemplate.metadata") }]
      : [];
  });
}

/** A claim that a workload's pods mount, and the field of the workload that says so. */
export interface MountedClaim extends Claim {
  /** The claim template, or the pod's volume. */
  readonly field: Field;
}

/** The claims that pods mount, also those that they name; the latter only where the graph holds them. */
export function mountedClaims(object: GraphObject, graph: ObjectGraph): readonly MountedClaim[] {
  return graph.onceFor(object, findMountedClaims);
}

function findMountedClaims(object: GraphObject, graph: ObjectGraph): readonly MountedClaim[] {
  return volumesOf(object).flatMap((volume) => {
    const claim = claimOf(volume, graph);
    return claim === undefined ? [] : [{ ...claim, field: volume.field }];
  });
}

/** Access modes by which several nodes may write at once. */
const SHARED_WRITE_MODE = "ReadWriteMany";
/** Access mode by which nobody writes. */
const READ_ONLY_MODE = "ReadOnlyMany";

/** Whether pods on several nodes may write to a claim at once. */
export function isSharedWrite({ spec }: Claim): boolean {
  return spec.at("accessModes").texts.includes(SHARED_WRITE_MODE);
}

/** Whether a claim is only ever read. */
function isReadOnlyClaim({ spec }: Claim): boolean {
  const modes = spec.at("accessModes").texts;
  return modes.length > 0 && modes.every((mode) => mode === READ_ONLY_MODE);
}

/** Whether a volume keeps data that one pod at a time can write: a written claim or disk that is not made for sharing. */
export function isExclusive(volume: Volume, graph: ObjectGraph): boolean {
  if ((volume.source !== "claim" && volume.source !== "disk") || !isWritten(volume)) {
    return false;
  }
  const claim = claimOf(volume, graph);
  return claim === undefined || attachesOnce(claim);
}

/** Whether the disk of a claim attaches to one node at a time. */
export function attachesOnce(claim: Claim): boolean {
  return !isSharedWrite(claim) && !isReadOnlyClaim(claim);
}

/** Whether a volume's claim is defined where nobody here can look, so that its access modes are not known. */
export function isDefinedElsewhere(volume: Volume, graph: ObjectGraph): boolean {
  return volume.source === "claim" && claimOf(volume, graph) === undefined;
}

/** The field by which a volume names its claim or disk. */
export function volumeTarget({ field, source }: Volume): Field {
  return source === "disk" ? field.at("gcePersistentDisk.pdName") : field.at("persistentVolumeClaim.claimName");
}

/** `claim db`, or `disk db`. */
export function volumeTitle(volume: Volume): string {
  const target = volumeTarget(volume);
  return `${volume.source} ${target.isUnknown ? "(name not known yet)" : (target.text ?? "")}`;
}
