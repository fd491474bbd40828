import type { Field } from "../../../policy/graph/object";

/** Something that is refused, and where. */
export interface Said {
  readonly field: Field;
  readonly says: string;
}
