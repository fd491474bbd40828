import { fingerprintOf } from "../report/fingerprint";
import type { DescribedRule } from "../../../policy/rules/engine/rule";
import type { Report, ReportedFinding } from "../report/report";

/** Version of the format; a reader that knows it can read every report that has it. */
const JSON_VERSION = 1;

/** A report for programs. report.schema.json says it exactly. */
export function jsonOf(report: Report): string {
  return `${JSON.stringify(
    {
      version: JSON_VERSION,
      complete: report.complete,
      counts: report.counts,
      findings: report.findings.map(findingOf),
      known: report.known.map(findingOf),
      exemptions: report.exemptions,
      skipped: report.skipped,
      unjudged: report.unjudged,
      plan: report.plan.map(({ findings, objects, rule }) => ({ ...described(rule), findings, objects })),
      readiness: report.readiness ?? null,
      live: report.live ?? null,
    },
    undefined,
    2,
  )}\n`;
}

function findingOf(finding: ReportedFinding): object {
  const { field, location, message, object, patch, rule, severity } = finding;
  return {
    rule: rule.id,
    severity,
    message,
    object: object ?? null,
    field,
    location,
    title: rule.title,
    why: rule.why,
    remediation: rule.remediation,
    effort: rule.effort,
    outcome: rule.outcome,
    url: rule.url,
    frameworks: rule.frameworks ?? [],
    patch: patch ?? null,
    fingerprint: fingerprintOf(finding),
  };
}

function described({ effort, id, outcome, remediation, severity, title, why }: DescribedRule): object {
  return { rule: id, severity, title, why, remediation, effort, outcome };
}
