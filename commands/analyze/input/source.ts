/** Text of a file, with the line and column of every offset. */
export class Source {
  /** File, relative to where the run began; `stdin` for standard input. */
  readonly file: string;
  /** Its text, without a byte order mark. */
  readonly text: string;
  private lineStarts: readonly number[] | undefined;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
  }

  /** Line and column of an offset, both from 1. */
  pointAt(offset: number): Point {
    const starts = (this.lineStarts ??= startsOf(this.text));
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      [low, high] = (starts[middle] ?? 0) <= offset ? [middle, high] : [low, middle - 1];
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }
}

/** A place in a text. */
export interface Point {
  /** Line, from 1. */
  readonly line: number;
  /** Column, from 1, in UTF-16 code units, as editors and SARIF count. */
  readonly column: number;
}

/** A line ends with a line feed, or as on old Macs with a carriage return that none follows. */
const LINE_END = /\n|\r(?!\n)/g;

function startsOf(text: string): readonly number[] {
  if (text.includes("\r")) {
    return [0, ...[...text.matchAll(LINE_END)].map(({ index }) => index + 1)];
  }
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) {
    starts.push(at + 1);
  }
  return starts;
}
