import type { Source } from "./source";

/** A document of a file that was read. */
export interface Document {
  /** The file. */
  readonly source: Source;
  /** Offset in the file at which its text begins. */
  readonly start: number;
  /** Its text. */
  readonly text: string;
  /** What it says. */
  readonly value: unknown;
}

/** A part of a file, up to the next document marker. */
export interface Part {
  readonly start: number;
  readonly text: string;
}

const MARKER = /^---(?=\s|$)/gm;

/** A file's text, cut at its document markers, so that a broken document does not take its neighbours along. */
export function partsOf(text: string): readonly Part[] {
  if (!text.includes("---")) {
    return [{ start: 0, text }];
  }
  const parts: Part[] = [];
  let start = 0;
  for (const { index } of text.matchAll(MARKER)) {
    parts.push({ start, text: text.slice(start, index) });
    start = index + "---".length;
  }
  parts.push({ start, text: text.slice(start) });
  return parts;
}

/** Whether a part has nothing but directives, which belong to the next one. */
export function isPreamble({ text }: Part): boolean {
  const trimmed = text.trim();
  return trimmed.startsWith("%") && trimmed.split("\n").every((line) => /^(?:[%#]|\s*$)/.test(line));
}
