import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder, and those above it that are not there. Node.js does that too, and never ends where a file system takes none, such as
 * /proc. Errors: those of the file system.
 */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) {
    return;
  }
  const above = dirname(folder);
  if (above !== folder) {
    makeFolder(above);
  }
  mkdirSync(folder);
}
