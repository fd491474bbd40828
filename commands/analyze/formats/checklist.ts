import type { CheckResult, WorkloadReadiness } from "../../../policy/readiness/readiness";
import type { Report } from "../report/report";

const MARKS: Readonly<Record<CheckResult["status"], string>> = {
  done: "[x]",
  hint: "[x]",
  pending: "[ ]",
  unknown: "[?]",
  "not needed": "[-]",
};

/** The completion checklist of every workload, each line with its evidence or what is missing. */
export function checklistOf({ readiness }: Report): string {
  if (readiness === undefined) {
    return "No workload here, so there is no checklist.\n";
  }
  return [...readiness.workloads.flatMap(workloadLines), readiness.formula, ""].join("\n");
}

function workloadLines({ checks, patterns, percent, workload }: WorkloadReadiness): readonly string[] {
  return [
    `${workload}: readiness ${String(percent)} %`,
    `  orchestration: ${patterns.orchestration}`,
    `  storage: ${patterns.storage}`,
    `  scaling: ${patterns.scaling}`,
    `  protection: ${patterns.protection}`,
    ...checks.flatMap(checkLines),
    "",
  ];
}

function checkLines({ evidence, points, status, title }: CheckResult): readonly string[] {
  const count = points.of === 0 ? "not needed" : `${String(points.has)} of ${String(points.of)}`;
  return [`  ${MARKS[status]} ${title} (${count})`, ...evidence.map((line) => `        ${line}`)];
}
