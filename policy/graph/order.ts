import { Undecidable } from "./object";
import { allContainers } from "./pods";
import type { GraphObject, Field } from "./object";

/**
 * Words in a pod's commands and variables that tell one ordinal from another: the first pod's name (`db-0`, `db-0.db`), or
 * the ordinal cut out of the host name.
 */
const ORDINAL_WORD = /[\w)}]-0(?![\w-])|ordinal|HOSTNAME##?\*?-|hostname.*-\(\[0-9\]|pod-index/i;

/** Whether a text names the first pod only among the others, as a list of peers does. */
function isPeerList(text: string): boolean {
  return [...text.matchAll(/([\w)}.]*)-0(?![\w-])/g)].some(
    ([, stem = ""]) => stem !== "" && text.includes(`${stem}-1`),
  );
}

/** Where a workload's containers tell its ordinals apart: the first field that does, or undefined where none does. */
export function ordinalHint(object: GraphObject): Field | undefined {
  return object.once(findOrdinalHint);
}

function findOrdinalHint(object: GraphObject): Field | undefined {
  const texts = allContainers(object).flatMap(textsOf);
  const hint = texts.find(({ value }) => typeof value === "string" && ORDINAL_WORD.test(value) && !isPeerList(value));
  const unknown = hint === undefined ? texts.find(({ isUnknown }) => isUnknown) : undefined;
  if (unknown !== undefined) {
    throw new Undecidable(unknown);
  }
  return hint;
}

/** Where a container may speak of ordinals; what is not known is among it. */
function textsOf(container: Field): readonly Field[] {
  const variables = itemsOf(container.at("env"));
  return [
    ...itemsOf(container.at("command")),
    ...itemsOf(container.at("args")),
    ...variables.flatMap((variable) => [variable.reach("value"), variable.reach("valueFrom.fieldRef.fieldPath")]),
  ];
}

function itemsOf(list: Field): readonly Field[] {
  return list.isUnknown ? [list] : list.items;
}
