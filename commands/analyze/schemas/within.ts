import type { Field } from "../../../policy/graph/object";

/** Stands for each entry of a list in a path. */
const EACH = "*";

/** The fields at a path below a field: plain keys, and `*` for each entry of a list. Where the way ends early there is none. */
export function fieldsWithin(root: Field, path: string): readonly Field[] {
  return path
    .split(".")
    .reduce<readonly Field[]>(
      (fields, key) => fields.flatMap((field) => (key === EACH ? field.items : field.isSet ? [field.of(key)] : [])),
      [root],
    );
}
