import { plural } from "../../../policy/rules/engine/plural";
import { SEVERITIES } from "../../../policy/rules/engine/rule";
import type { Report, ReportedFinding } from "../report/report";

/** `1 critical, 3 high`. */
export function bySeverity(findings: readonly ReportedFinding[]): string {
  return SEVERITIES.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : `${String(count)} ${severity}`;
  }).join(", ");
}

/** What was looked at, and what came out, in a sentence. */
export function summaryOf({ counts, findings, known, exemptions }: Report): string {
  const looked = `${plural(counts.objects, "object")} in ${plural(counts.files, "file")}`;
  const nothing = counts.objects === 0 ? "nothing to judge" : "no findings";
  const what = findings.length === 0 ? nothing : `${plural(findings.length, "finding")} (${bySeverity(findings)})`;
  const kept = [
    ...(known.length === 0 ? [] : [`${String(known.length)} known from the baseline`]),
    ...(exemptions.length === 0 ? [] : [`${String(exemptions.length)} exempt`]),
  ];
  return `${looked}: ${[what, ...kept].join(", ")}`;
}

/** `readiness 61 %, pending: backup, alert rules`; `readiness n/a` where there is no workload. */
export function readinessLine({ readiness }: Pick<Report, "readiness">): string {
  if (readiness === undefined) {
    return "Readiness n/a: no workload here.";
  }
  const pending = readiness.pending.map(({ name, workloads }) =>
    readiness.workloads.length > 1 ? `${name} (${String(workloads)})` : name,
  );
  return `Readiness ${String(readiness.percent)} %${pending.length === 0 ? ", nothing is pending." : `, pending: ${pending.join(", ")}.`}`;
}
