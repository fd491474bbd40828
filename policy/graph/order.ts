import { Undecidable } from "./field";
import { allContainers } from "./pods";
import type { Field } from "./field";
import type { GraphObject } from "./object";

/**
 * Words in a pod's commands and variables that tell one ordinal from another: the first pod's name (`db-0`, `db-0.db`), or
 * the ordinal cut out of the host name.
 */
const ORDINAL_WORD = /[\w)}]-0(?![\w-])|ordinal|HOSTNAME##?\*?-|hostname.*-\(\[0-9\]|pod-index/i;

/** Where a workload's containers tell its ordinals apart: the first field that does, or undefined where none does. */
export function ordinalHint(object: GraphObject): Field | undefined {
  return object.once(findOrdinalHint);
}

function findOrdinalHint(object: GraphObject): Field | undefined {
  let doubt: Undecidable | undefined;
  for (const container of allContainers(object)) {
    for (const { hint, unknown } of [
      hintIn(container.at("command")),
      hintIn(container.at("args")),
      hintInEnv(container),
    ]) {
      if (hint !== undefined) {
        return hint;
      }
      doubt ??= unknown;
    }
  }
  if (doubt !== undefined) {
    throw doubt;
  }
  return undefined;
}

interface Hint {
  readonly hint?: Field;
  readonly unknown?: Undecidable;
}

/** The first text of a list that tells ordinals apart, or the first one that is not known. */
function hintIn(list: Field): Hint {
  return list.isUnknown ? { unknown: new Undecidable(list) } : firstHint(list.items);
}

function hintInEnv(container: Field): Hint {
  const variables = container.at("env");
  if (variables.isUnknown) {
    return { unknown: new Undecidable(variables) };
  }
  return firstHint(
    variables.items.flatMap((variable) =>
      variable.isUnknown ? [variable] : [variable.of("value"), ...sourceOf(variable)],
    ),
  );
}

function sourceOf(variable: Field): readonly Field[] {
  const source = variable.of("valueFrom");
  if (!source.isSet || source.isUnknown) {
    return source.isSet ? [source] : [];
  }
  const reference = source.of("fieldRef");
  return reference.isSet && !reference.isUnknown ? [reference.of("fieldPath")] : [];
}

function firstHint(fields: readonly Field[]): Hint {
  let unknown: Undecidable | undefined;
  for (const field of fields) {
    if (typeof field.value === "string" && ORDINAL_WORD.test(field.value)) {
      return { hint: field };
    }
    if (field.isUnknown) {
      unknown ??= new Undecidable(field);
    }
  }
  return unknown === undefined ? {} : { unknown };
}
