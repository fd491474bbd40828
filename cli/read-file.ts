import { UserError } from "../plan/user-error";
import { parseYaml, readText } from "../plan/yaml-file";
import type { ZodType } from "zod";

/** A YAML or JSON file of a known shape. Errors: UserError that names the file and the key. */
export function readShaped<T>(file: string, schema: ZodType<T>, hint: string): T {
  const result = schema.safeParse(parseYaml(readText(file), file));
  if (result.success) {
    return result.data;
  }
  const [issue] = result.error.issues;
  const key = issue?.path.map(String).join(".") ?? "";
  throw new UserError(`${file}${key === "" ? "" : `: ${key}`}: ${issue?.message ?? "is of another shape"}. ${hint}`);
}
