import { relative } from "node:path";

/** A path as messages show it: from where the user is. */
export function shown(path: string): string {
  return relative(process.cwd(), path);
}
