import { plural } from "../../../policy/rules/engine/plural";
import { escaped } from "../../shared/markup";
import type { Report, ReportedFinding } from "../report/report";

/** A report as JUnit XML: a suite for each file, a case for each object and rule that failed, and one that passed where none did. */
export function junitOf(report: Report): string {
  const suites = [...Map.groupBy(report.findings, ({ location }) => location.file)];
  const total = report.findings.length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="gke-stateful analyze" tests="${String(Math.max(total, 1))}" failures="${String(total)}" errors="0">`,
    ...(total === 0 ? passed(report) : suites.flatMap(([file, findings]) => suite(file, findings))),
    "</testsuites>",
    "",
  ].join("\n");
}

function passed({ counts }: Report): readonly string[] {
  return [
    '  <testsuite name="gke-stateful analyze" tests="1" failures="0" errors="0">',
    `    <testcase name="${plural(counts.objects, "object")} in ${plural(counts.files, "file")}" classname="gke-stateful"/>`,
    "  </testsuite>",
  ];
}

function suite(file: string, findings: readonly ReportedFinding[]): readonly string[] {
  const count = String(findings.length);
  return [
    `  <testsuite name="${escaped(file)}" tests="${count}" failures="${count}" errors="0">`,
    ...findings.flatMap(testCase),
    "  </testsuite>",
  ];
}

function testCase({ location, message, object, rule, severity }: ReportedFinding): readonly string[] {
  const { column, line } = location.start;
  const name = `${object?.title ?? location.file}: ${rule.title}`;
  const text = `${location.file}:${String(line)}:${String(column)}: ${message}\nWhy: ${rule.why}\nMend: ${rule.remediation}\nEffort: ${rule.effort.time}. ${rule.effort.why}`;
  return [
    `    <testcase name="${escaped(name)}" classname="${escaped(rule.id)}" file="${escaped(location.file)}" line="${String(line)}">`,
    `      <failure type="${severity}" message="${escaped(message)}">${escaped(text)}</failure>`,
    "    </testcase>",
  ];
}
