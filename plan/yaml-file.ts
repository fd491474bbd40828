import { readFileSync } from "node:fs";
import { parseDocument } from "yaml";
import { UserError } from "./user-error";

/** Aliases that a file may expand to; more is a bomb, not a configuration. */
const MAX_ALIASES = 100;

/** Stands for standard input. */
const STDIN = "-";

/** Text of a file, or of standard input where the path is `-`. Errors: UserError that says why it cannot be read, and what to do. */
export function readText(path: string, { hint = "", shown = path }: { shown?: string; hint?: string } = {}): string {
  try {
    return readFileSync(path === STDIN ? process.stdin.fd : path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new UserError(`${shown} cannot be read: ${code}.${hint}`, { cause: error });
  }
}

/** The value of a YAML or JSON text. Errors: UserError that names the file and the place. */
export function parseYaml(source: string, shown: string): unknown {
  try {
    const document = parseDocument(source, { uniqueKeys: true });
    const [problem] = document.errors;
    if (problem !== undefined) {
      throw problem;
    }
    return document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown;
  } catch (error) {
    const message = error instanceof Error ? error.message.trim() : String(error);
    throw new UserError(`${shown} is not valid YAML: ${message}`, { cause: error });
  }
}
