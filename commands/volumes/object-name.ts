import { createHash } from "node:crypto";

/** Longest name of an object. */
const MAX_NAME = 253;
const HASH = 10;

/** A name that the API server takes: one that is too long is cut, and keeps what tells it from others in a hash. */
export function objectName(name: string, longest = MAX_NAME): string {
  const hash = createHash("sha256").update(name).digest("hex").slice(0, HASH);
  return name.length <= longest ? name : `${name.slice(0, longest - HASH - 1).replace(/[-.]+$/, "")}-${hash}`;
}
