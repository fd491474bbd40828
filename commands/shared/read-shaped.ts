import { describeProblem, schemaProblems } from "../../config/problems";
import { UserError } from "./user-error";
import { readText, shownFile } from "./read-text";
import { parseYaml } from "./yaml-file";
import type { ZodType } from "zod";

/** What a file must be, for whoever reads it and for whoever wrote something else. */
export interface FileShape<T> {
  readonly schema: ZodType<T>;
  /** What to do about a file of another shape, as a sentence. */
  readonly hint: string;
}

/** A YAML or JSON file of a known shape; `-` for standard input. Errors: UserError that names file, key, value and what is allowed. */
export function readShaped<T>(file: string, { hint, schema }: FileShape<T>): T {
  const shown = shownFile(file);
  const result = schema.safeParse(parse(readText(file, { hint: ` ${hint}` }), file, hint), { reportInput: true });
  if (result.success) {
    return result.data;
  }
  const [problem] = schemaProblems(result.error, shown, () => false);
  throw new UserError(
    problem === undefined ? `${shown} is of another shape. ${hint}` : describeProblem({ ...problem, fix: hint }),
  );
}

function parse(text: string, file: string, hint: string): unknown {
  if (!file.endsWith(".json")) {
    return parseYaml(text, shownFile(file));
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UserError(`${file} is not valid JSON: ${(error as Error).message}. ${hint}`, { cause: error });
  }
}
