/** Text that something fills in before a cluster sees it: `${NAME}`, `$(NAME)`, `<name>`, `__NAME__`, `%NAME%`. */
const PLACEHOLDER = /\$\{[^}]+\}|\$\(\w+\)|^\$\w+$|^<[\w .-]+>$|__\w+__|^%\w+%$/;

/** The placeholder in a value, or undefined where it has none. */
export function placeholder(value: unknown): string | undefined {
  return typeof value === "string" ? PLACEHOLDER.exec(value)?.[0] : undefined;
}
