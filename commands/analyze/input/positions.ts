import { readNode } from "./yaml";
import type { Document } from "./document";
import type { Entry, YamlNode } from "./nodes";
import type { Point } from "./source";

/** Where a field stands in its file: from the start of its key, or of the item in a list, to the end of its value. */
export interface Region {
  readonly start: Point;
  readonly end: Point;
}

/** A field's place in the text of a document. */
export interface Place {
  /** Keys that are there: all of the path's, or those before the first one that is missing. */
  readonly depth: number;
  /** The entry, where the last key that is there is a map's. */
  readonly entry: Entry | undefined;
  /** The value; undefined for a document without one. */
  readonly node: YamlNode | undefined;
  /** What holds the entry, or the item. */
  readonly parent?: YamlNode | undefined;
  /** Whether the way there goes through an alias or a merge, so that the same text means other fields too. */
  readonly isShared: boolean;
}

const MERGE = "<<";

/** The place of a path of keys, or of its deepest part that is there. */
export function placeOf(document: Document, keys: readonly (string | number)[]): Place {
  let place: Place = { depth: 0, entry: undefined, node: rootOf(document), isShared: false };
  for (const key of keys) {
    const next = step(place, key);
    if (next === undefined) {
      return place;
    }
    place = next;
  }
  return place;
}

function step({ depth, isShared, node }: Place, key: string | number): Place | undefined {
  if (node === undefined) {
    return undefined;
  }
  const parent = resolved(node);
  const base = { depth: depth + 1, parent, isShared: isShared || parent !== node };
  return typeof key === "number" ? stepIntoList(parent, key, base) : stepIntoMap(parent, key, base);
}

type Base = Pick<Place, "depth" | "parent" | "isShared">;

function stepIntoList(parent: YamlNode, index: number, base: Base): Place | undefined {
  const item = parent.type === "list" ? parent.items[index] : undefined;
  return item && { ...base, entry: undefined, node: item };
}

function stepIntoMap(parent: YamlNode, key: string, base: Base): Place | undefined {
  if (parent.type !== "map") {
    return undefined;
  }
  const entry = entryOf(parent.entries, key);
  return entry && { ...base, entry, node: entry.value, isShared: base.isShared || !parent.entries.includes(entry) };
}

/** The entry of a key: the last one, and else one that is merged in. */
function entryOf(entries: readonly Entry[], key: string): Entry | undefined {
  const own = entries.findLast((entry) => entry.key === key);
  if (own !== undefined) {
    return own;
  }
  const merged = entries.flatMap(({ key: name, value }) => (name === MERGE ? mergedMaps(value) : []));
  for (const map of merged) {
    const found = map.type === "map" ? entryOf(map.entries, key) : undefined;
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function mergedMaps(node: YamlNode): readonly YamlNode[] {
  const target = resolved(node);
  return target.type === "list" ? target.items.map(resolved) : [target];
}

function resolved(node: YamlNode): YamlNode {
  return node.type === "alias" && node.target !== undefined ? resolved(node.target) : node;
}

/** The region of a place, in the coordinates of the file. */
export function regionOf({ source, start: offset }: Document, { entry, node }: Place): Region {
  const [first, last] = [entry?.keyNode.start ?? node?.start ?? 0, Math.max(node?.end ?? 0, entry?.keyNode.end ?? 0)];
  const start = offset + Math.max(first, 0);
  return { start: source.pointAt(start), end: source.pointAt(Math.max(start, offset + last)) };
}

/** One document at a time: findings come document by document. */
let latest: { readonly document: Document; readonly root: YamlNode | undefined } | undefined;

function rootOf(document: Document): YamlNode | undefined {
  if (latest?.document !== document) {
    latest = { document, root: readNode(document.text) };
  }
  return latest.root;
}
