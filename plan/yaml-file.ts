import { parseDocument } from "yaml";
import { UserError } from "./user-error";

/** Aliases that a file may expand to; more is a bomb, not a configuration. */
const MAX_ALIASES = 100;

/** The value of a YAML or JSON text. Errors: UserError that names the file and the place. */
export function parseYaml(source: string, shown: string): unknown {
  try {
    const document = parseDocument(source, { uniqueKeys: true });
    const [problem] = document.errors;
    if (problem !== undefined) {
      throw problem.code === "MULTIPLE_DOCS" ? new Error("it has several documents, and one is allowed") : problem;
    }
    return document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown;
  } catch (error) {
    const message = error instanceof Error ? error.message.trim() : String(error);
    throw new UserError(`${shown} is not valid YAML: ${message}`, { cause: error });
  }
}
