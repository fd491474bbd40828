import { accessSync, constants, existsSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { UserError } from "./user-error";
import type { WriteFileOptions } from "node:fs";

/** Errors: UserError where a file cannot be written, for work that takes long before there is something to write. */
export function checkWritable(file: string, hint: string): void {
  try {
    accessSync(existsSync(file) ? file : dirname(file), constants.W_OK);
    if (existsSync(file) && statSync(file).isDirectory()) {
      throw new UserError(`${file} cannot be written: it is a folder. ${hint}`);
    }
  } catch (error) {
    throw error instanceof UserError ? error : refusal(file, error, hint);
  }
}

/** Writes a file. Errors: UserError that says why it cannot be written, with a hint at what to do, as a sentence. */
export function writeFile(file: string, text: string, hint: string, options?: WriteFileOptions): void {
  try {
    writeFileSync(file, text, options);
  } catch (error) {
    throw refusal(file, error, hint);
  }
}

function refusal(file: string, error: unknown, hint: string): UserError {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  return new UserError(`${file} cannot be written: ${code}. ${hint}`, { cause: error });
}
