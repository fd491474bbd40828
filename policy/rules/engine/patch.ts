import type { GraphObject, Field } from "../../graph/object";
import type { Value, ValueMap } from "../../graph/value";

/** A value to put in the place of a field, or undefined to take the field out. */
export interface Edit {
  readonly field: Field;
  readonly value: Value | undefined;
}

/** A change of files that mends a finding: fields to set, or an object to add beside. */
export type Patch = { readonly edits: readonly Edit[] } | { readonly add: ValueMap };

/** Sets one field. */
export function setting(field: Field, value: Value): () => Patch {
  return () => ({ edits: [{ field, value }] });
}

/** Adds an object beside another one, with its namespace. */
export function adding(
  beside: GraphObject,
  { apiVersion, kind, name, ...content }: { apiVersion: string; kind: string; name: string; spec: ValueMap },
): () => Patch {
  return () => {
    const namespace = beside.namespaceField.value;
    const metadata = { name, ...(typeof namespace === "string" && { namespace }) };
    return { add: { apiVersion, kind, metadata, ...content } };
  };
}
