import { stripVTControlCharacters } from "node:util";

/** Narrowest terminal for which lines are broken; below it nothing would be left. */
const NARROWEST = 40;
/** Further than where a line begins, its other parts begin. */
const HANGING = 2;

/** A text for a stream: on a terminal, lines that are wider are broken between words, and go on a little to the right. Files and pipes get them whole. */
export function fitted(text: string, stream: { readonly isTTY?: boolean; readonly columns?: number }): string {
  const { columns = 0, isTTY = false } = stream;
  if (!isTTY || columns < NARROWEST) {
    return text;
  }
  return text
    .split("\n")
    .map((line) => broken(line, columns))
    .join("\n");
}

function broken(line: string, columns: number): string {
  if (widthOf(line) <= columns) {
    return line;
  }
  const start = /^ */.exec(stripVTControlCharacters(line))?.[0] ?? "";
  const indent = `${start}${" ".repeat(HANGING)}`;
  const lines: string[] = [];
  let current = "";
  // Blanks before a word belong to it, so that columns stay where they are.
  for (const word of line.match(/\s*\S+/g) ?? []) {
    if (current !== "" && widthOf(current + word) > columns) {
      lines.push(current);
      current = `${indent}${word.trimStart()}`;
    } else {
      current += word;
    }
  }
  return [...lines, current].join("\n");
}

function widthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}
