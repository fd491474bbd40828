import type { ApiObject } from "./api-object";

/** Name of the node that a pod has; undefined where it has none. */
export function nodeNameOf({ spec }: ApiObject): string | undefined {
  return (spec as { nodeName?: string }).nodeName;
}

/** Phase of a pod, claim or volume; undefined where its controller has not said one yet. */
export function phaseOf({ status }: ApiObject): string | undefined {
  return ((status ?? {}) as { phase?: string }).phase;
}

/** Names of the claims that a pod mounts. */
export function claimsOf({ spec }: ApiObject): readonly string[] {
  const { volumes = [] } = spec as { volumes?: readonly { persistentVolumeClaim?: { claimName: string } }[] };
  return volumes.flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
}

/** Name of the volume that a claim has, or asks for. */
export function volumeNameOf({ spec }: ApiObject): string | undefined {
  return (spec as { volumeName?: string }).volumeName;
}

/** Name of what a claim is made from, such as a snapshot; undefined for nothing. */
export function sourceOf({ spec }: ApiObject): string | undefined {
  return (spec as { dataSource?: { name?: string } }).dataSource?.name;
}

/** Whether an object is being deleted. A claim has its disk still then, and loses it. */
export function isGoing({ metadata }: ApiObject): boolean {
  return metadata.deletionTimestamp !== undefined;
}
