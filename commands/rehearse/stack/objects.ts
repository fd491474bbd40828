import type { ApiObject } from "../../../cluster/api-object";
import type { Workload } from "./workloads";

/** The StatefulSet of a workload, as far as its address. */
export function setObject({ name, namespace }: Pick<Workload, "name" | "namespace">): ApiObject {
  return { apiVersion: "apps/v1", kind: "StatefulSet", metadata: { name, namespace } };
}

/** A claim, as far as its address. */
export function claimObject(namespace: string, name: string): ApiObject {
  return { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { name, namespace } };
}
