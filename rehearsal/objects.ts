import type { ApiObject } from "./api";
import type { Workload } from "./workloads";

/** The StatefulSet of a workload, as far as its address. */
export function setObject({ name, namespace }: Pick<Workload, "name" | "namespace">): ApiObject {
  return { apiVersion: "apps/v1", kind: "StatefulSet", metadata: { name, namespace } };
}

/** Name of the node that a pod has; undefined where it has none. */
export function nodeNameOf({ spec }: ApiObject): string | undefined {
  return (spec as { nodeName?: string }).nodeName;
}

/** Names of the claims that a pod mounts. */
export function claimsOf({ spec }: ApiObject): readonly string[] {
  const { volumes = [] } = spec as { volumes?: readonly { persistentVolumeClaim?: { claimName: string } }[] };
  return volumes.flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
}

/** A claim, as far as its address. */
export function claimObject(namespace: string, name: string): ApiObject {
  return { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { name, namespace } };
}
