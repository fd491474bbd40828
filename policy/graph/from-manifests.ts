import { kubernetesKind } from "./kinds";
import { GraphObject } from "./object";
import { isMap } from "./value";

/** A parsed document of a file. */
export interface ManifestDocument {
  /** File, relative to where the run began. */
  readonly file: string;
  /** Number of the document, for whoever wants to find it again. */
  readonly document: number;
  /** What a YAML or JSON parser made of it. */
  readonly value: unknown;
  /** Keys from the document to the value, where it is an item of a list. @default none */
  readonly keys?: readonly (string | number)[];
}

/** All objects of files go to one cluster. */
const CLUSTER = "manifests";

/**
 * The objects of a document: one, those of a list, or none where the document is empty or not an object of Kubernetes. It
 * never fails: what is malformed within an object is for the rules to find, or for the API server.
 */
export function fromManifest({ document, file, keys = [], value }: ManifestDocument): readonly GraphObject[] {
  if (!isMap(value)) {
    return [];
  }
  const [apiVersion, kindName] = [value["apiVersion"], value["kind"]];
  if (typeof kindName !== "string" || typeof apiVersion !== "string") {
    return [];
  }
  const items = value["items"];
  if (kindName.endsWith("List") && (Array.isArray(items) || items === null)) {
    return (items ?? []).flatMap((item: unknown, index: number) =>
      fromManifest({ file, document, value: item, keys: [...keys, "items", index] }),
    );
  }
  const kind = kubernetesKind(apiVersion, kindName);
  const origin = { file, document, ...(keys.length > 0 && { keys }) };
  return [new GraphObject({ kind, kindName, apiVersion, value, origin, cluster: CLUSTER })];
}
