import { isMap } from "../../../policy/graph/value";
import type { Field } from "../../../policy/graph/object";

/** Stands for each entry of a list in a path. */
const EACH = "*";

/** Paths, cut at their dots: the same few hundred are asked of every object. */
const CUT = new Map<string, readonly string[]>();

/** The fields at a path below a field: plain keys, and `*` for each entry of a list. Where the way ends early there is none. */
export function fieldsWithin(root: Field, path: string): readonly Field[] {
  const keys = cut(path);
  return leadsOn(root.value, keys, 0) ? within(root, keys) : NONE;
}

/** The entries of a map, by key; none where nobody knows them yet. */
export function knownEntries(map: Field): Field["entries"] {
  return map.isUnknown ? [] : map.entries;
}

const NONE: readonly Field[] = [];

function cut(path: string): readonly string[] {
  const known = CUT.get(path);
  if (known !== undefined) {
    return known;
  }
  const keys = path.split(".");
  CUT.set(path, keys);
  return keys;
}

/** Whether there is anything on the way to the last key. Most objects have next to nothing of what could be wrong with them. */
function leadsOn(value: unknown, keys: readonly string[], index: number): boolean {
  if (index === keys.length - 1) {
    return value !== undefined && value !== null;
  }
  const key = keys[index] ?? "";
  if (key === EACH) {
    return !Array.isArray(value)
      ? value !== undefined && !isMap(value)
      : value.some((item) => leadsOn(item, keys, index + 1));
  }
  // What is no map may stand for a value that is not known, and is for the fields to tell.
  return isMap(value)
    ? leadsOn(value[key], keys, index + 1)
    : value !== undefined && value !== null && typeof value !== "string";
}

function within(root: Field, keys: readonly string[]): readonly Field[] {
  return keys.reduce<readonly Field[]>(
    (fields, key) => fields.flatMap((field) => (key === EACH ? field.items : field.isSet ? [field.of(key)] : [])),
    [root],
  );
}
