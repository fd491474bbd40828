import { createHash, createHmac } from "node:crypto";

/** Hexadecimal characters of a hash in a name. */
const HASH_LENGTH = 10;

type Entries = Readonly<Record<string, string>>;

/** Text that is the same for the same entries, whatever their order. */
function canonical(entries: Entries): string {
  return JSON.stringify(Object.entries(entries).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** A short hash of public content, for a name that changes with it. */
export function contentHash(entries: Entries): string {
  return createHash("sha256").update(canonical(entries)).digest("hex").slice(0, HASH_LENGTH);
}

/**
 * A short hash of secret content, for a name that changes with it. The key ties it to one place, so that equal secrets of
 * two stacks do not show the same hash, and no table of hashes made elsewhere fits. Names are public: 40 bits of a keyed
 * hash confirm a guess at best, and secrets here should be too long to guess.
 */
export function secretContentHash(place: string, entries: Entries): string {
  return createHmac("sha256", place).update(canonical(entries)).digest("hex").slice(0, HASH_LENGTH);
}
