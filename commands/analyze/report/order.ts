import { worstFirst } from "../../../policy/rules/engine/rule";
import type { Severity } from "../../../policy/rules/engine/rule";
import type { ReportedFinding, Step } from "./report";

const TIMES = ["minutes", "hours", "days"] as const;

/** Whether a severity is at least as bad as another one. */
export function isAtLeast(severity: Severity, threshold: Severity): boolean {
  return worstFirst(severity, threshold) <= 0;
}

/** Findings by file and place, so that a file is read once from top to bottom. */
export function byPlace(one: ReportedFinding, other: ReportedFinding): number {
  return (
    compare(one.location.file, other.location.file) ||
    one.location.start.line - other.location.start.line ||
    one.location.start.column - other.location.start.column ||
    worstFirst(one.severity, other.severity) ||
    compare(one.rule.id, other.rule.id) ||
    compare(one.message, other.message)
  );
}

/** What to do first, and next: the worst first, of what is equally bad the quickest, and then what mends the most. */
export function planOf(findings: readonly ReportedFinding[]): readonly Step[] {
  const steps = [...Map.groupBy(findings, ({ rule }) => rule.id).values()].map((all) => stepOf(all));
  return steps.toSorted(
    (one, other) =>
      worstFirst(one.rule.severity, other.rule.severity) ||
      TIMES.indexOf(one.rule.effort.time) - TIMES.indexOf(other.rule.effort.time) ||
      other.findings - one.findings ||
      compare(one.rule.id, other.rule.id),
  );
}

function stepOf(all: readonly ReportedFinding[]): Step {
  const [first] = all;
  if (first === undefined) {
    throw new Error("a step has findings");
  }
  const objects = all.map(({ location, object }) => object?.title ?? location.file);
  return { rule: first.rule, findings: all.length, objects: [...new Set(objects)] };
}

function compare(one: string, other: string): number {
  if (one === other) {
    return 0;
  }
  return one < other ? -1 : 1;
}
