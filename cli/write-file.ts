import { writeFileSync } from "node:fs";
import { UserError } from "../plan/user-error";
import type { WriteFileOptions } from "node:fs";

/** Writes a file. Errors: UserError that says why it cannot be written, with a hint at what to do, as a sentence. */
export function writeFile(file: string, text: string, hint: string, options?: WriteFileOptions): void {
  try {
    writeFileSync(file, text, options);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new UserError(`${file} cannot be written: ${code}. ${hint}`, { cause: error });
  }
}
