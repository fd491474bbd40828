/** A command that a runner of GitHub Actions takes from the output. @see https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions */
export function workflowCommand(
  command: string,
  properties: Readonly<Record<string, string>>,
  message: string,
): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${property(value)}`);
  return `::${command} ${list.join(",")}::${data(message)}\n`;
}

/** A message as the runner reads it. */
function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

/** A property of a command as the runner reads it. */
function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
