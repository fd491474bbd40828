import type { Field } from "./object";

/** What a spread constraint says of pods that would break it, where it says nothing. Source: Kubernetes API, TopologySpreadConstraint. */
const DO_NOT = "DoNotSchedule";

/** Whether a spread constraint keeps pods waiting, and is no mere preference. */
export function mustHold(constraint: Field): boolean {
  return (constraint.at("whenUnsatisfiable").text ?? DO_NOT) === DO_NOT;
}
