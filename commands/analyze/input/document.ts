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
    return jsonStream(text) ?? [{ start: 0, text }];
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

/**
 * Objects of JSON one after the other, which kubectl reads from a file of any name, and YAML does not know; undefined where a text is something
 * else. Source: k8s.io/apimachinery, util/yaml, YAMLOrJSONDecoder
 */
function jsonStream(text: string): readonly Part[] | undefined {
  if (!/^\s*\{/.test(text) || !/\}\s*\{/.test(text)) {
    return undefined;
  }
  const parts = bracesIn(text);
  const ends = [0, ...parts.map((part) => part.start + part.text.length)];
  const gaps = ends.map((end, index) => text.slice(end, parts[index]?.start));
  return parts.length > 1 && gaps.every((gap) => gap.trim() === "") ? parts : undefined;
}

/** What stands in outermost braces; none where they do not close. */
function bracesIn(text: string): readonly Part[] {
  const parts: Part[] = [];
  let [depth, start] = [0, 0];
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}]/gs)) {
    if (token === "{") {
      start = depth === 0 ? index : start;
      depth++;
    } else if (token === "}" && --depth === 0) {
      parts.push({ start, text: text.slice(start, index + 1) });
    }
  }
  return depth === 0 ? parts : [];
}

/** Whether a part has nothing but directives, which belong to the next one. */
export function isPreamble({ text }: Part): boolean {
  const trimmed = text.trim();
  return trimmed.startsWith("%") && trimmed.split("\n").every((line) => /^(?:[%#]|\s*$)/.test(line));
}
