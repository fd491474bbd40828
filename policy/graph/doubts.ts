import { asDoubt } from "./object";
import type { Undecidable } from "./object";

/** Whether any item holds, where a yes outweighs a doubt and a doubt outweighs a no. */
export function someHolds<T>(items: Iterable<T>, holds: (item: T) => boolean): boolean {
  let doubt: Undecidable | undefined;
  for (const item of items) {
    try {
      if (holds(item)) {
        return true;
      }
    } catch (error) {
      doubt ??= asDoubt(error);
    }
  }
  if (doubt !== undefined) {
    throw doubt;
  }
  return false;
}

/** Whether every item holds, where a no outweighs a doubt and a doubt outweighs a yes. */
export function everyHolds<T>(items: Iterable<T>, holds: (item: T) => boolean): boolean {
  return !someHolds(items, (item) => !holds(item));
}

/** What a piece of work gives, or something else where a doubt ends it: for what is said where it is judged itself. */
export function ifKnown<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch (error) {
    asDoubt(error);
    return otherwise;
  }
}
