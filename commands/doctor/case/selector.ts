import type { LabelSelector } from "./types";

/** Whether a selector takes what has some labels. One without conditions takes everything. */
export function selects(
  { matchExpressions = [], matchLabels = {} }: LabelSelector,
  labels: Readonly<Record<string, string>>,
): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels[key];
      const isOneOf = value !== undefined && values.includes(value);
      return (
        { In: isOneOf, NotIn: !isOneOf, Exists: value !== undefined, DoesNotExist: value === undefined }[operator] ===
        true
      );
    })
  );
}
