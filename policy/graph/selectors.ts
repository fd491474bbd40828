import { everyHolds, someHolds } from "./doubts";
import type { Field } from "./object";

/** Labels as a test: whether a key is there, and its value. */
interface Labels {
  readonly has: (key: string) => boolean;
  readonly value: (key: string) => string | undefined;
}

function labelsOf(field: Field): Labels {
  return { has: (key) => field.of(key).isSet, value: (key) => field.textOf(key) };
}

/** Whether a plain map, as a Service has, selects labels. An empty or missing one selects nothing. */
export function mapSelects(selector: Field, labels: Field): boolean {
  return selector.names.length > 0 && matchesAll(selector, labelsOf(labels));
}

/**
 * Whether a label selector selects labels. An empty one selects everything.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#resources-that-support-set-based-requirements
 */
export function labelSelects(selector: Field, labels: Field): boolean {
  if (selector.known === undefined || selector.known === null) {
    return false;
  }
  const known = labelsOf(labels);
  const wanted = selector.at("matchLabels");
  const expressions = selector.at("matchExpressions");
  if (!expressions.isSet) {
    return matchesAll(wanted, known);
  }
  return everyHolds(
    [
      () => matchesAll(wanted, known),
      () => everyHolds(expressions.items, (expression) => matchesExpression(expression, known)),
    ],
    (part) => part(),
  );
}

/** Whether a selector has no requirement, and so selects everything. */
export function selectsEverything(selector: Field): boolean {
  return selector.at("matchLabels").names.length === 0 && selector.at("matchExpressions").items.length === 0;
}

/** Whether labels have all wanted values. */
function matchesAll(wanted: Field, labels: Labels): boolean {
  return everyHolds(wanted.names, (key) => {
    const text = wanted.textOf(key);
    // A label is a text. What is none selects nothing.
    return text !== undefined && labels.value(key) === text;
  });
}

/** Operators of match expressions, on pods, nodes and namespaces. Gt and Lt exist for nodes only. */
const OPERATORS: Readonly<Record<string, (label: string | undefined, values: Field) => boolean>> = {
  In: (label, values) => label !== undefined && someHolds(values.items, (item) => item.text === label),
  NotIn: (label, values) => label === undefined || !someHolds(values.items, (item) => item.text === label),
  Gt: (label, values) => Number(label) > Number(values.texts[0]),
  Lt: (label, values) => Number(label) < Number(values.texts[0]),
};

function matchesExpression(expression: Field, labels: Labels): boolean {
  const key = expression.at("key").text ?? "";
  const operator = expression.at("operator").text ?? "";
  if (operator === "Exists") {
    return labels.has(key);
  }
  if (operator === "DoesNotExist") {
    return !labels.has(key);
  }
  return OPERATORS[operator]?.(labels.value(key), expression.at("values")) ?? false;
}

/** Whether labels fulfil a list of match expressions; used for nodes, whose labels come from a pool. */
export function expressionsSelect(expressions: readonly Field[], label: (key: string) => string | undefined): boolean {
  const labels: Labels = { has: (key) => label(key) !== undefined, value: label };
  return everyHolds(expressions, (expression) => matchesExpression(expression, labels));
}
