import { workflowCommand } from "../shared/workflow-command";
import type { Plan } from "./engine/plan";
import type { Violation } from "./engine/verdicts";

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
