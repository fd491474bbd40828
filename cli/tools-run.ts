import { UserError } from "../plan/user-error";
import { RehearsalError } from "../rehearsal/rehearsal-error";
import { buildTools, toolsFolder } from "../rehearsal/tools";

/** Builds what is missing, and says how far it is. */
export async function runTools(): Promise<void> {
  const start = performance.now();
  try {
    await buildTools({
      begins: (name, index, count) => {
        process.stderr.write(`${elapsed(start)}  ${String(index)} of ${String(count)}: ${name}\n`);
      },
      ends: () => undefined,
    });
  } catch (error) {
    throw error instanceof RehearsalError ? new UserError(error.message, { cause: error }) : error;
  }
  process.stdout.write(`The programs of a rehearsal are in ${toolsFolder()}\n`);
}

/** `3:05` since a moment. */
function elapsed(start: number): string {
  const seconds = Math.floor((performance.now() - start) / 1000);
  return `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, "0")}`;
}
