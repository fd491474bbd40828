import { mapAt, mapsAt, textAt, valueAt } from "../../../policy/graph/value";
import { SANDBOX_TAINT } from "../../../policy/graph/nodes";
import { SANDBOX_KEY, SANDBOX_RUNTIME } from "../../../policy/facts/node-labels";
import { DISK_DRIVER } from "../simulation/nodes";
import { expectOk } from "../../../cluster/answer";
import type { Manifest } from "../../plan/engine/manifests";
import type { ClusterClient } from "../../../cluster/client";
import type { Value } from "../../../policy/graph/value";
import type { ApiObject } from "../../../cluster/api-object";

/** What the stack uses and does not make, because its cluster has it. */
export interface StandIns {
  readonly namespaces: readonly string[];
  readonly classes: readonly string[];
  readonly priorities: readonly string[];
  /** Runtime classes; that of GKE Sandbox sends its pods to the nodes of a sandbox, as on GKE. */
  readonly runtimes: readonly string[];
}

/** Priority classes that every cluster has begin with it. */
const BUILT_IN = "system-";

/** Where GKE's own class sends pods. Source: https://cloud.google.com/kubernetes-engine/docs/how-to/sandbox-pods */
const SANDBOX_SCHEDULING = {
  nodeSelector: { [SANDBOX_KEY]: SANDBOX_RUNTIME },
  tolerations: [{ ...SANDBOX_TAINT, operator: "Equal" }],
};

/** Makes what stands for things that the stack uses and does not make. Errors: UserError where the API server refuses. */
export async function makeStandIns(api: ClusterClient, manifests: readonly Manifest[]): Promise<StandIns> {
  const standIns = standInsFor(manifests);
  const objects: readonly ApiObject[] = [
    ...standIns.namespaces.map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } })),
    ...standIns.priorities.map((name) => ({
      apiVersion: "scheduling.k8s.io/v1",
      kind: "PriorityClass",
      metadata: { name },
      value: 0,
    })),
    ...standIns.runtimes.map((name) => ({
      apiVersion: "node.k8s.io/v1",
      kind: "RuntimeClass",
      metadata: { name },
      handler: name,
      ...(name === SANDBOX_RUNTIME && { scheduling: SANDBOX_SCHEDULING }),
    })),
    ...standIns.classes.map((name) => ({
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: { name },
      provisioner: DISK_DRIVER,
      parameters: { type: "pd-balanced" },
      volumeBindingMode: "WaitForFirstConsumer",
      allowVolumeExpansion: true,
    })),
  ];
  for (const object of objects) {
    expectOk(await api.apply(object), `${object.kind} ${object.metadata.name}`);
  }
  return standIns;
}

/** What has to be made besides the manifests. */
export function standInsFor(manifests: readonly Manifest[]): StandIns {
  const sets = manifests.filter(({ object }) => object["kind"] === "StatefulSet").map(({ object }) => object["spec"]);
  const made = (kind: string): readonly string[] =>
    manifests
      .filter(({ object }) => object["kind"] === kind)
      .map(({ object }) => textAt(mapAt(object, "metadata"), "name"));
  return {
    namespaces: missing(
      manifests.map(({ object }) => valueAt(mapAt(object, "metadata"), "namespace")),
      [...made("Namespace"), "default", "kube-system"],
    ),
    classes: missing(
      sets.flatMap((spec) =>
        mapsAt(spec, "volumeClaimTemplates").map((claim) => valueAt(mapAt(claim, "spec"), "storageClassName")),
      ),
      made("StorageClass"),
    ),
    priorities: missing(
      sets.map((spec) => valueAt(mapAt(mapAt(spec, "template"), "spec"), "priorityClassName")),
      made("PriorityClass"),
    ).filter((name) => !name.startsWith(BUILT_IN)),
    runtimes: missing(
      sets.map((spec) => valueAt(mapAt(mapAt(spec, "template"), "spec"), "runtimeClassName")),
      made("RuntimeClass"),
    ),
  };
}

/** How a report says it. */
export function described({ classes, namespaces, priorities, runtimes }: StandIns): readonly string[] {
  return [
    ...namespaces.map((name) => `namespace ${name}, which the stack does not make: a plain one stands for it`),
    ...priorities.map((name) => `priority class ${name}, which the stack does not make: one of value 0 stands for it`),
    ...runtimes.map((name) => `runtime class ${name}, which the cluster has: one of its name stands for it`),
    ...classes.map((name) => `class ${name}, which the stack does not make: pd-balanced in one zone stands for it`),
  ];
}

function missing(used: readonly (Value | undefined)[], there: readonly string[]): readonly string[] {
  const names = used.filter((name) => typeof name === "string").filter((name) => name !== "" && !there.includes(name));
  return [...new Set(names)];
}
