/** What a text of a cluster means. */
export interface Told {
  /** Cause, in one word that never changes. */
  readonly cause: string;
  /** As the end of a sentence. */
  readonly says: string;
  /** What to do, as a sentence. */
  readonly next: string;
  /** Whether going on may end the only copy of data. @default false */
  readonly stops?: true;
}

/** Recognized by what is said. */
export interface Recognized extends Told {
  readonly sign: RegExp;
}
