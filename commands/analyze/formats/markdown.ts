import { plural } from "../../../policy/rules/engine/plural";
import { code, plain } from "../../shared/markdown-text";
import { bySeverity, readinessLine, summaryOf } from "./counts";
import type { Report, ReportedFinding, Step } from "../report/report";

/** Findings in the table; a comment of GitHub holds 65,536 characters, and nobody reads more. */
const ROWS = 50;
const STEPS = 5;

/** A report as the comment of a pull request. */
export function markdownOf(report: Report): string {
  const { findings } = report;
  return [
    `### gke-stateful analyze: ${findings.length === 0 ? "no findings" : bySeverity(findings)}`,
    "",
    `${cell(summaryOf(report))}. ${cell(readinessLine(report))}`,
    ...(findings.length === 0 ? [] : ["", ...steps(report.plan), "", ...table(findings)]),
    ...(report.skipped.length === 0
      ? []
      : ["", `Skipped: ${plural(report.skipped.length, "file")} to be rendered first.`]),
    "",
  ].join("\n");
}

function steps(plan: readonly Step[]): readonly string[] {
  return [
    "**What to do first**",
    "",
    ...plan
      .slice(0, STEPS)
      .map(
        ({ findings, rule }, index) =>
          `${String(index + 1)}. **${cell(rule.title)}** (${rule.severity}, ${rule.effort.time}; ${plural(findings, "finding")}). ${cell(rule.remediation)}`,
      ),
  ];
}

function table(findings: readonly ReportedFinding[]): readonly string[] {
  const rest = findings.length - ROWS;
  return [
    "<details><summary>Findings</summary>",
    "",
    "| severity | where | object | what | rule |",
    "| --- | --- | --- | --- | --- |",
    ...findings
      .slice(0, ROWS)
      .map(
        ({ location, message, object, rule, severity }) =>
          `| ${severity} | ${cell(`\`${location.file}:${String(location.start.line)}\``)} | ${cell(object?.title ?? "")} | ${cell(message)} | [${rule.id}](${rule.url}) |`,
      ),
    ...(rest > 0 ? ["", `… and ${plural(rest, "more finding")}.`] : []),
    "",
    "</details>",
  ];
}

/** Text of a finding in a table: code stays code, and nothing else is markup. */
function cell(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .split("`")
    .map((part, index) => (index % 2 === 0 ? plain(part) : code(part)))
    .join("")
    .replaceAll(/(?<!\\)\|/g, "\\|");
}
