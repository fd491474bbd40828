import { asDoubt } from "./field";
import { allContainers } from "./pods";
import type { Field } from "./field";
import type { GraphObject } from "./object";

/**
 * Words in a pod's commands and variables that tell one ordinal from another: the first pod's name (`db-0`, `db-0.db`), or
 * the ordinal cut out of the host name.
 */
const ORDINAL_WORDS = [/[\w)}]-0(?![\w-])/, /ordinal/i, /HOSTNAME##?\*?-/, /hostname.*-\(\[0-9\]/, /pod-index/];

/** Where a workload's containers tell its ordinals apart: the first field that does, or undefined where none does. */
export function ordinalHint(object: GraphObject): Field | undefined {
  return object.once(findOrdinalHint);
}

function findOrdinalHint(object: GraphObject): Field | undefined {
  const texts = allContainers(object).flatMap((container) => [
    ...items(container, "command"),
    ...items(container, "args"),
    ...items(container, "env").map((variable) => (variable.isUnknown ? variable : variable.of("value"))),
    ...items(container, "env").map((variable) => variable.at("valueFrom.fieldRef.fieldPath")),
  ]);
  return texts.find(({ value }) => typeof value === "string" && ORDINAL_WORDS.some((word) => word.test(value)));
}

/** A list, or nothing where it is not known: a hint that nobody can read is none. */
function items(container: Field, key: string): readonly Field[] {
  try {
    return container.at(key).items;
  } catch (error) {
    asDoubt(error);
    return [];
  }
}
