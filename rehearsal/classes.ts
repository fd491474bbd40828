import { mapAt, mapsAt, valueAt } from "../policy/graph/value";
import { DISK_DRIVER } from "./nodes";
import { expectOk } from "./api";
import type { Manifest } from "../plan/manifests";
import type { Api } from "./api";
import type { Value } from "../policy/graph/value";

/** Makes storage classes that the stack names and does not make, because its cluster has them. Returns their names. */
export async function makeClasses(api: Api, manifests: readonly Manifest[]): Promise<readonly string[]> {
  const own = namesOf(manifests, "StorageClass", (object) => [valueAt(mapAt(object, "metadata"), "name")]);
  const used = namesOf(manifests, "StatefulSet", (object) =>
    mapsAt(mapAt(object, "spec"), "volumeClaimTemplates").map((claim) =>
      valueAt(mapAt(claim, "spec"), "storageClassName"),
    ),
  );
  const missing = [...used].filter((name) => !own.has(name));
  for (const name of missing) {
    const answer = await api.apply({
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: { name },
      provisioner: DISK_DRIVER,
      parameters: { type: "pd-balanced" },
      volumeBindingMode: "WaitForFirstConsumer",
      allowVolumeExpansion: true,
    });
    expectOk(answer, `StorageClass ${name}`);
  }
  return missing;
}

function namesOf(
  manifests: readonly Manifest[],
  kind: string,
  read: (object: unknown) => readonly (Value | undefined)[],
): ReadonlySet<string> {
  const names = manifests.filter(({ object }) => object["kind"] === kind).flatMap(({ object }) => read(object));
  return new Set(names.filter((name) => typeof name === "string"));
}
