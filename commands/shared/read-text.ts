import { readFileSync, readSync } from "node:fs";
import { STDIN } from "./stdin";
import { UserError } from "./user-error";

const STDIN_FD = 0;
/** Bytes that are read at once. */
const CHUNK = 65_536;
/** Milliseconds to wait for whoever writes into a pipe that does not block. */
const PAUSE = 20;

/** Text of a file, or of standard input where the path is `-`. Errors: UserError that says why it cannot be read, and what to do. */
export function readText(
  path: string,
  { hint = "", shown = shownFile(path) }: { shown?: string; hint?: string } = {},
): string {
  try {
    return path === STDIN ? readStandardInput() : readFileSync(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new UserError(`${shown} cannot be read: ${code}.${hint}`, { cause: error });
  }
}

/** How messages name a file. */
export function shownFile(path: string): string {
  return path === STDIN ? "standard input" : path;
}

/** All of it, however long the one who writes takes: a pipe may be told not to block, and then has nothing for a while. */
function readStandardInput(): string {
  const chunks: Buffer[] = [];
  const buffer = Buffer.alloc(CHUNK);
  for (;;) {
    try {
      const count = readSync(STDIN_FD, buffer);
      if (count === 0) {
        return Buffer.concat(chunks).toString("utf8");
      }
      chunks.push(Buffer.from(buffer.subarray(0, count)));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EOF") {
        return Buffer.concat(chunks).toString("utf8");
      }
      if (code !== "EAGAIN") {
        throw error;
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    }
  }
}
