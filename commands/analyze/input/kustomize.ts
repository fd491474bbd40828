import { dirname, join } from "node:path";
import { isMap, valueAt } from "../../../policy/graph/value";
import type { Document } from "./document";

/** Names that kustomize looks for. @see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/ */
const KUSTOMIZATION = /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/;

/** A document that is a part of an object, and the folder whose kustomization puts it in. */
export interface Patch {
  /** Folder of the kustomization; undefined where none names the file. */
  readonly folder: string | undefined;
}

type Json = Readonly<Record<string, unknown>>;

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Whether a file is a kustomization, which is for kustomize and not for a cluster. */
export function isKustomization({ source, value }: Document): boolean {
  const apiVersion = valueAt(value, "apiVersion");
  return (
    KUSTOMIZATION.test(source.file) ||
    (typeof apiVersion === "string" && apiVersion.startsWith("kustomize.config.k8s.io/"))
  );
}

/** Files that kustomizations name as patches → the folder of the kustomization. */
export function patchFiles(documents: readonly Document[]): ReadonlyMap<string, string> {
  return new Map(
    documents.filter(isKustomization).flatMap(({ source, value }) => {
      const folder = dirname(source.file);
      return namedPatches(isMap(value) ? value : {}).map((name) => [join(folder, name), folder] as const);
    }),
  );
}

function namedPatches(kustomization: Json): readonly string[] {
  const entries = [
    ...listOf(kustomization["patches"]),
    ...listOf(kustomization["patchesJson6902"]),
    ...listOf(kustomization["patchesStrategicMerge"]),
  ];
  return entries.flatMap((entry) => {
    const name = isMap(entry) ? entry["path"] : entry;
    return typeof name === "string" && !name.includes("\n") ? [name] : [];
  });
}

/** Directives of a strategic merge patch. @see https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md */
const DIRECTIVE = /^[ \t]*(?:-[ \t]+)?["']?\$(?:patch|retainKeys|setElementOrder\/|deleteFromPrimitiveList\/)/m;

/** Whether a document is a part of an object that something else completes: a kustomization names it, or too much is missing. */
export function patchOf(
  document: Document,
  { named, whole }: { readonly named: ReadonlyMap<string, string>; readonly whole: ReadonlySet<string> },
): Patch | undefined {
  const { file } = document.source;
  const folder = named.get(file);
  if (folder !== undefined) {
    return { folder };
  }
  const isPart =
    DIRECTIVE.test(document.text) || (isFragment(document.value, file) && (!whole.has(file) || PATCH_NAME.test(file)));
  return isPart ? { folder: undefined } : undefined;
}

/** How people name files of patches. */
const PATCH_NAME = /(?:^|[-_./])patch(?:es)?(?:[-_./]|$)/i;
/** One of these makes a Service whole. */
const WHOLE_SERVICE = ["ports", "selector", "clusterIP", "externalName"];
const CONTROLLERS = ["StatefulSet", "Deployment", "DaemonSet", "ReplicaSet"];

type Missing = (spec: Json, file: string, value: Json) => boolean;

/** Whether a workload lacks what makes pods. */
const isPartOfController: Missing = (spec, file) =>
  !("selector" in spec) && (PATCH_NAME.test(file) || !hasImage(spec["template"]));

/** Kind → whether it lacks what no object of the kind can be without, by far: not a mistake, but not meant to be whole. */
const FRAGMENTS: ReadonlyMap<unknown, Missing> = new Map<unknown, Missing>([
  ...CONTROLLERS.map((kind) => [kind, isPartOfController] as const),
  ["Service", (spec) => Object.keys(spec).length > 0 && !WHOLE_SERVICE.some((key) => key in spec)],
  ["PersistentVolumeClaim", (spec) => !("accessModes" in spec) && !("resources" in spec && "storageClassName" in spec)],
  ["StorageClass", (_spec, _file, value) => !("provisioner" in value)],
]);

/** Whether an object has what none of its kind can be without. A Service of which only the name is said is for a patch, or is a mistake. */
export function isWhole(value: unknown, file: string): boolean {
  const isNameOnly = isMap(value) && value["kind"] === "Service" && !isMap(value["spec"]);
  return !isNameOnly && !isFragment(value, file);
}

function isFragment(value: unknown, file: string): boolean {
  if (!isMap(value) || typeof value["apiVersion"] !== "string") {
    return false;
  }
  const spec = isMap(value["spec"]) ? value["spec"] : {};
  return FRAGMENTS.get(value["kind"])?.(spec, file, value) === true;
}

function hasImage(template: unknown): boolean {
  const spec = isMap(template) ? template["spec"] : undefined;
  return isMap(spec) && listOf(spec["containers"]).some((container) => isMap(container) && "image" in container);
}
