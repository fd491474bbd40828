import { workflowCommand } from "../analyze/formats/workflow-command";
import type { Plan } from "../plan/plan";
import type { Violation } from "../plan/verdicts";

/** Commands by level. Source: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions */
const COMMANDS: Readonly<Record<Violation["level"], string>> = {
  mandatory: "error",
  advisory: "warning",
};

/** What the policy pack says, as annotations of a GitHub workflow at a file. */
export function annotations({ stack, verdicts }: Plan, file: string): string {
  const lines = (verdicts?.violations ?? []).map(({ level, message, policy }) => {
    const title = `${stack}: ${policy}`;
    return workflowCommand(COMMANDS[level], { file, title }, message);
  });
  return lines.join("");
}
