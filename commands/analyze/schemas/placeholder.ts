/** Text that something fills in before a cluster sees it: `${NAME}`, `$(NAME)`, `<name>`, `__NAME__`, `%NAME%`. */
const PLACEHOLDER = /\$\{[^}]{1,200}\}|\$\(\w{1,200}\)|^\$\w+$|^<[\w .-]+>$|__\w{1,200}__|^%\w+%$/;

/** The placeholder in a value, or undefined where it has none. */
export function placeholder(value: unknown): string | undefined {
  return typeof value === "string" ? PLACEHOLDER.exec(value)?.[0] : undefined;
}
