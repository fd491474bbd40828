import { mapAt, mapsAt, textAt, valueAt } from "../policy/graph/value";
import type { Value } from "../policy/graph/value";

/** Labels of a pod. */
export type Labels = Readonly<Record<string, Value | undefined>>;

const OPERATORS: Readonly<Record<string, (label: Value | undefined, values: readonly Value[]) => boolean>> = {
  In: (label, values) => label !== undefined && values.includes(label),
  NotIn: (label, values) => label === undefined || !values.includes(label),
  Exists: (label) => label !== undefined,
  DoesNotExist: (label) => label === undefined,
};

/** Whether a label selector that the API server has taken selects labels. An empty one selects all. */
export function selects(selector: unknown, labels: Labels): boolean {
  return (
    Object.entries(mapAt(selector, "matchLabels")).every(([key, value]) => labels[key] === value) &&
    mapsAt(selector, "matchExpressions").every((expression) => {
      const values = valueAt(expression, "values");
      const label = labels[textAt(expression, "key")];
      return (
        OPERATORS[textAt(expression, "operator")]?.(label, Array.isArray(values) ? (values as Value[]) : []) === true
      );
    })
  );
}
