/** Something that is wrong with a text, and where. */
export interface TextFault {
  /** Offset in the text. */
  readonly offset: number;
  /** What is wrong, as the rest of a sentence about the document. */
  readonly says: string;
}
