import { parseDocument } from "yaml";
import { UserError } from "./user-error";

/** Aliases that a file may expand to; more is a bomb, not a configuration. */
const MAX_ALIASES = 100;

/**
 * How files are written that people read. YAML 1.1 readers, kubectl among them, take plain `Off` and `yes` for booleans:
 * quoting as for 1.1 is right for both.
 */
export const YAML_FOR_PEOPLE = { version: "1.1", aliasDuplicateObjects: false, lineWidth: 0 } as const;

/** A text of YAML as it is. Errors: as of {@link parseYaml}. */
export function checkedYaml(source: string, shown: string): string {
  parseYaml(source, shown);
  return source;
}

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
