import { createHash } from "node:crypto";

/** Longest name of an object. */
const MAX_NAME = 253;
const HASH = 10;

/** A name that the API server takes: one that is too long is cut, and keeps what tells it from others in a hash. */
export function objectName(name: string): string {
  const hash = createHash("sha256").update(name).digest("hex").slice(0, HASH);
  return name.length <= MAX_NAME ? name : `${name.slice(0, MAX_NAME - HASH - 1).replace(/[-.]+$/, "")}-${hash}`;
}
