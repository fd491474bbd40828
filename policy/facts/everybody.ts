/** A range that is half of every address or more. Two of them are all, and nobody means one of them. */
const HALF = /\/[01]$/;

/** Whether a range means everybody, or half of everybody. */
export function isEverybody(range: string): boolean {
  return HALF.test(range.trim());
}
