import { someHolds } from "./doubts";
import { Undecidable } from "./object";
import { allContainers } from "./pods";
import { volumesOf } from "./volumes";
import type { ObjectGraph } from "./graph";
import type { GraphObject, Field } from "./object";

/** Words that cut the ordinal out of a pod's name, or ask for it. */
const ORDINAL_WORD =
  /ordinal|(?:HOSTNAME|POD_?NAME)(?:##?\*?-|%%?-)|hostname.*-\(\[0-9\]|hostname[^\n|]*\|\s*(?:awk|cut|grep|sed)\b|pod-index/i;
/** The first pod's name: `db-0`, `db-0.db`. In a command it is somebody in particular; in a file it may be anything. */
const FIRST_POD = /[\w)}]-0(?![\w-])/;
/** Its own name is what tells a pod from the others. */
const OWN_NAME = "metadata.name";

/** Whether a text names the first pod only among the others, as a list of peers does. */
function isPeerList(text: string): boolean {
  return [...text.matchAll(/([\w)}.]*)-0(?![\w-])/g)].some(
    ([, stem = ""]) => stem !== "" && text.includes(`${stem}-1`),
  );
}

/** Where a workload's pods tell their ordinals apart: the first field that does, or undefined where none does. */
export function ordinalHint(object: GraphObject, graph: ObjectGraph): Field | undefined {
  return graph.onceFor(object, findOrdinalHint);
}

function findOrdinalHint(object: GraphObject, graph: ObjectGraph): Field | undefined {
  const texts = allContainers(object).flatMap(textsOf);
  const hint = texts.find(({ value }) => typeof value === "string" && tellsApart(value)) ?? scriptHint(object, graph);
  const unknown = hint === undefined ? texts.find(({ isUnknown }) => isUnknown) : undefined;
  if (unknown !== undefined) {
    throw new Undecidable(unknown);
  }
  return hint;
}

function tellsApart(text: string): boolean {
  return text === OWN_NAME || ((ORDINAL_WORD.test(text) || FIRST_POD.test(text)) && !isPeerList(text));
}

/** A mounted ConfigMap with a script that asks for the ordinal: the volume that brings it. */
function scriptHint(object: GraphObject, graph: ObjectGraph): Field | undefined {
  return volumesOf(object).find(({ field, uses }) => uses.length > 0 && hasOrdinalScript(field, graph))?.field;
}

function hasOrdinalScript(volume: Field, graph: ObjectGraph): boolean {
  const name = volume.reach("configMap.name");
  const map = name.isUnknown ? undefined : graph.target(name, "ConfigMap");
  return (
    map !== undefined &&
    someHolds(map.at("data").entries, ([, { text }]) => text !== undefined && ORDINAL_WORD.test(text))
  );
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
