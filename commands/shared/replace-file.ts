import { renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { UserError } from "./user-error";

/**
 * Replaces a file, or makes it. It is whole at every moment, because the new text is written beside it and then takes its place; its mode stays.
 * Errors: UserError that says why it cannot be written, with a hint at what to do, as a sentence; the old file stays.
 */
export function replaceFile(file: string, text: string, hint: string): void {
  const draft = `${file}.${String(process.pid)}.draft`;
  try {
    writeFileSync(draft, text, { mode: statSync(file, { throwIfNoEntry: false })?.mode });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new UserError(`${file} cannot be written: ${code}. ${hint}`, { cause: error });
  }
}
