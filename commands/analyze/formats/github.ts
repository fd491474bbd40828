import { workflowCommand } from "../../shared/workflow-command";
import type { Severity } from "../../../policy/rules/engine/rule";
import type { Report, ReportedFinding } from "../report/report";

/** Commands by severity. @see https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions */
const COMMANDS: Readonly<Record<Severity, string>> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "notice",
  advisory: "notice",
};

/** A report as annotations of a GitHub workflow, at the lines of the pull request. */
export function githubOf({ findings }: Report): string {
  return findings.map(annotation).join("");
}

function annotation({ location, message, object, rule, severity }: ReportedFinding): string {
  const { end, file, start } = location;
  const properties = {
    file,
    line: String(start.line),
    endLine: String(end.line),
    // Columns count only within a line.
    ...(start.line === end.line && { col: String(start.column), endColumn: String(end.column) }),
    title: `${rule.id} (${severity})`,
  };
  const subject = object === undefined ? "" : `${object.title} `;
  return workflowCommand(COMMANDS[severity], properties, `${subject}${message}\nMend: ${rule.remediation}`);
}
