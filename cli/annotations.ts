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
    return `::${COMMANDS[level]} file=${property(file)},title=${property(title)}::${data(message)}\n`;
  });
  return lines.join("");
}

/** A message as the runner reads it. */
function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

/** A property of a command as the runner reads it. */
function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
