import { asDoubt } from "./field";
import { allContainers } from "./pods";
import type { Field, Undecidable } from "./field";
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
  let doubt: Undecidable | undefined;
  for (const text of allContainers(object).flatMap((container) => textsOf(container))) {
    try {
      if (ORDINAL_WORDS.some((word) => word.test(text().text ?? ""))) {
        return text();
      }
    } catch (error) {
      doubt ??= asDoubt(error);
    }
  }
  if (doubt !== undefined) {
    throw doubt;
  }
  return undefined;
}

/** Where a container may speak of ordinals; each is read by itself, so that one that is not known does not hide another. */
function textsOf(container: Field): readonly (() => Field)[] {
  const lists = ["command", "args"].map((key) => container.at(key));
  const variables = container.at("env");
  return [
    ...lists.flatMap((list) => (list.isUnknown ? [() => list] : list.items.map((item) => () => item))),
    ...(variables.isUnknown
      ? [() => variables]
      : variables.items.flatMap((variable) => [
          () => variable.at("value"),
          () => variable.at("valueFrom.fieldRef.fieldPath"),
        ])),
  ];
}
