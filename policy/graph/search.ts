import { dirname } from "node:path";
import { asDoubt } from "./field";
import type { Undecidable } from "./field";
import type { GraphObject } from "./object";

/** What a search found, and what it could not tell. */
export interface Found {
  readonly found: readonly GraphObject[];
  readonly doubt: Undecidable | undefined;
}

/** The objects that hold, and the first doubt about one. */
export function sieve(objects: readonly GraphObject[], holds: (object: GraphObject) => boolean): Found {
  let doubt: Undecidable | undefined;
  const found = objects.filter((object) => {
    try {
      return holds(object);
    } catch (error) {
      doubt ??= asDoubt(error);
      return false;
    }
  });
  return { found, doubt };
}

/**
 * Whether what an object says of everything around it reaches another one. In files that name no namespace, only what lies
 * close by goes to the same place: the folders beside it and below.
 */
export function reaches(object: GraphObject, other: GraphObject): boolean {
  const [from, to] = [object.facts.origin, other.facts.origin];
  if (!("file" in from) || !("file" in to) || object.namespaceField.isSet) {
    return true;
  }
  const around = dirname(dirname(from.file));
  return around === "." || dirname(to.file) === around || dirname(to.file).startsWith(`${around}/`);
}

/** Of objects in files, those of the same file, or else of the same folder, or else all. */
export function nearest(object: GraphObject, others: readonly GraphObject[]): readonly GraphObject[] {
  const { origin } = object.facts;
  if (!("file" in origin) || others.length < 2) {
    return others;
  }
  const file = (other: GraphObject): string => ("file" in other.facts.origin ? other.facts.origin.file : "");
  const sameFile = others.filter((other) => file(other) === origin.file);
  if (sameFile.length > 0) {
    return sameFile;
  }
  const sameFolder = others.filter((other) => dirname(file(other)) === dirname(origin.file));
  return sameFolder.length > 0 ? sameFolder : others;
}
