import { selectsEverything } from "./selectors";
import type { Field, GraphObject } from "./object";

/** What a spread constraint says of pods that would break it, where it says nothing. Source: Kubernetes API, TopologySpreadConstraint. */
const DO_NOT = "DoNotSchedule";

/** Whether a spread constraint keeps pods waiting, and is no mere preference. */
export function mustHold(constraint: Field): boolean {
  return (constraint.at("whenUnsatisfiable").text ?? DO_NOT) === DO_NOT;
}

/** Whether a term of an affinity looks at the pods of the object's own namespace: it names no others, or names it too. */
export function isAboutOwnNamespace(term: Field, object: GraphObject): boolean {
  const [names, selector] = [term.at("namespaces").texts, term.at("namespaceSelector")];
  // Labels of namespaces are not known here: only a selector of all of them is.
  const isSelected = selector.isSet && selectsEverything(selector);
  return (names.length === 0 && !selector.isSet) || isSelected || names.includes(object.namespace ?? "");
}
