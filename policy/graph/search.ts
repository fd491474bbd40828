import { dirname } from "node:path";
import { asDoubt } from "./object";
import { isNamespaced } from "./kinds";
import { DEFAULT_NAMESPACE } from "./object-facts";
import type { Field, GraphObject, Undecidable } from "./object";

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

/** Folders of a repository that are named after what they hold, such as policies beside apps, are one below its root. */
const ONE_BELOW = 1;

/**
 * Whether two objects go to the same place. In files that both name no namespace, only those do that lie close: one of them
 * directly in the folder that holds both, or in one below it. Otherwise one team's objects would count for another's. The same goes where one of
 * them says `default`, where objects land that name none.
 */
export function meets(one: GraphObject, other: GraphObject): boolean {
  const [from, to] = [one.facts.origin, other.facts.origin];
  const isOpen = "file" in from && "file" in to && isOpenTo(one, other);
  return (
    !isOpen || !(isNamespaced(other.kind) || other.kind === "Other") || areClose(dirname(from.file), dirname(to.file))
  );
}

/** Whether one of two objects names no namespace, and the other none or the one in which that lands: nobody said that they belong together. */
function isOpenTo(one: GraphObject, other: GraphObject): boolean {
  const [own, its] = [one.namespaceField, other.namespaceField];
  const isDefault = (field: Field): boolean => !field.isSet || field.text === DEFAULT_NAMESPACE;
  return (!own.isSet || !its.isSet) && isDefault(own) && isDefault(its);
}

function areClose(one: string, other: string): boolean {
  if (one === other) {
    return true;
  }
  const [ones, others] = [one.split("/"), other.split("/")];
  const different = ones.findIndex((part, index) => part !== others[index]);
  const common = different === -1 ? ones.length : different;
  return Math.min(ones.length, others.length) - common <= ONE_BELOW;
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

/** Whether two objects are of one file, or of one program. */
export function sameFile(one: GraphObject, other: GraphObject): boolean {
  const [from, to] = [one.facts.origin, other.facts.origin];
  return "file" in from && "file" in to ? from.file === to.file : "urn" in from === "urn" in to;
}
