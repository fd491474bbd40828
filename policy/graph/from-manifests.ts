import { kubernetesKind } from "./kinds";
import { GraphObject } from "./object";
import { isMap } from "./value";
import type { Value, ValueMap } from "./value";

/** A parsed document of a file. */
export interface ManifestDocument {
  /** File, relative to where the run began. */
  readonly file: string;
  /** Line at which the document starts, from 1. */
  readonly line: number;
  /** What a YAML or JSON parser made of it. */
  readonly value: unknown;
}

/** All objects of files go to one cluster. */
const CLUSTER = "manifests";

/**
 * The objects of a document: one, those of a list, or none where the document is empty or not an object of Kubernetes. It
 * never fails: what is malformed within an object is for the rules to find, or for the API server.
 */
export function fromManifest({ file, line, value }: ManifestDocument): readonly GraphObject[] {
  if (!isMap(value as Value)) {
    return [];
  }
  const map = value as ValueMap;
  const [apiVersion, kindName] = [map["apiVersion"], map["kind"]];
  if (typeof kindName !== "string" || typeof apiVersion !== "string") {
    return [];
  }
  const items = map["items"];
  if (kindName.endsWith("List") && (Array.isArray(items) || items === null)) {
    return (items ?? []).flatMap((item: unknown) => fromManifest({ file, line, value: item }));
  }
  const kind = kubernetesKind(apiVersion, kindName);
  return [new GraphObject({ kind, kindName, apiVersion, value: map, origin: { file, line }, cluster: CLUSTER })];
}
