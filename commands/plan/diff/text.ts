import { styleText } from "node:util";
import { isSecret, isUnknown } from "../engine/plan";
import { totalText } from "../../cost/text";
import { showChange, showMoney } from "../../shared/money";
import type { PlanResource, PlanValue } from "../engine/plan";
import type { ResourceChange } from "./plan-diff";
import type { Comparison } from "./comparison";

/** Input changes that are shown of a resource, where not all are asked for. */
const SHOWN_CHANGES = 8;

/** What is different between two plans, as a person reads it. */
export function diffText(comparison: Comparison): string {
  const { added, changed, mended, newViolations, removed, replaced } = comparison.resources;
  const inputsOf = (change: ResourceChange): readonly string[] =>
    changeLines(change, comparison.showsAll).map((line) => `    ${line}`);
  const lines = [
    ...replaced.flatMap((change) => [
      `${styleText("red", "+-")} ${nameOf(change.resource)} is replaced, because of ${change.because.join(", ")}`,
      ...inputsOf(change),
    ]),
    ...removed.map((resource) => `${styleText("red", "-")} ${nameOf(resource)} ${endOf(resource)}`),
    ...changed.flatMap((change) => [`${styleText("yellow", "~")} ${nameOf(change.resource)}`, ...inputsOf(change)]),
    ...added.map((resource) => `${styleText("green", "+")} ${nameOf(resource)}`),
    ...newViolations.map(({ level, message, policy }) => `! ${level} ${policy}: ${whatOf(message)}`),
    ...mended.map(({ message, policy }) => `mended ${policy}: ${whatOf(message)}`),
  ];
  return [...(lines.length === 0 ? ["The two plans build the same."] : lines), "", ...costChanges(comparison), ""].join(
    "\n",
  );
}

function costChanges(comparison: Comparison): readonly string[] {
  const { cost } = comparison;
  const items = cost.items.map(({ change, title }) => `${showChange(change).padStart(12)}  ${title}`);
  return [
    ...items,
    ...movedLines(comparison),
    ...unpricedLines(comparison),
    styleText("bold", `Cost a month: ${totalText(cost.after)}; ${showChange(cost.change)}${limitText(comparison)}`),
    ...(cost.before === undefined ? [] : [`Before: ${showMoney(cost.before.expected)}`]),
  ];
}

/** What costs the same under another name, a line each. */
export function movedLines({ cost: { moved } }: Comparison): readonly string[] {
  return moved.map(({ from, monthly, to }) => `${showMoney(monthly)} a month moves from ${from} to ${to}`);
}

/** What happens to a resource that leaves the program. */
export function endOf({ options: { protect = false, retainOnDelete = false } }: PlanResource): string {
  if (retainOnDelete) {
    return "leaves the stack and stays in the cloud";
  }
  return protect ? "is protected: pulumi up refuses to delete it" : "is deleted";
}

/** What has no known price, in one plan only: the difference says nothing of it. */
export function unpricedLines({ cost: { unpricedAfter, unpricedBefore } }: Comparison): readonly string[] {
  return [
    ...unpricedAfter.map((title) => `No price is known of what is new: ${title}`),
    ...unpricedBefore.map((title) => `No price is known of what is gone: ${title}`),
  ];
}

/** Whether a limit holds, as the end of a clause; nothing where it does. */
export function limitText({ cost, isTooMuch, maxIncrease = 0 }: Comparison): string {
  if (!isTooMuch) {
    return "";
  }
  return cost.change.gt(maxIncrease)
    ? `, more than the $${String(maxIncrease)} that are allowed`
    : `, and nobody can tell whether that is more than the $${String(maxIncrease)} that are allowed`;
}

/** `name Type`. */
export function nameOf({ name, type }: PlanResource): string {
  return `${name} ${type.slice(type.lastIndexOf(":") + 1)}`;
}

/** What a violation says, without what the policy demands of everything. */
export function whatOf(message: string): string {
  const [demand = "", what] = message.split("\n");
  return what ?? demand;
}

/** The inputs of a resource that change, a line each. */
export function changeLines({ changes }: ResourceChange, showsAll: boolean): readonly string[] {
  const shown = changes
    .slice(0, showsAll ? changes.length : SHOWN_CHANGES)
    .map(({ after, before, path }) => `${path}: ${show(before)} → ${show(after)}`);
  const more = changes.length - shown.length;
  return more > 0 ? [...shown, `and ${String(more)} more; --all shows them`] : shown;
}

function show(value: PlanValue | undefined): string {
  if (value === undefined) {
    return "(not set)";
  }
  if (isSecret(value)) {
    return "(secret)";
  }
  return isUnknown(value) ? "(known later)" : JSON.stringify(value);
}
