import { parseEvents, YAMLException } from "js-yaml";
import type { Event } from "js-yaml";

/** Nesting that is read: deeper than any object of Kubernetes, and flat enough for every stack. */
const MAX_DEPTH = 100;
/** Lines of one document that are joined; each costs a parse. */
const MAX_JOINED = 100;
/** What the parser says of a line within brackets or quotes that stands no deeper than its key. */
const TOO_FAR_LEFT = "deficient indentation";

/** A text and what the parser says of it. */
export interface ParsedEvents {
  readonly events: Event[];
  /** The text that the events belong to: as long as the one that was given, so that every place is the same. */
  readonly text: string;
}

/**
 * The events of a text, as kubectl reads it. libyaml and Go's parser take lines within brackets and quotes wherever they begin; the one
 * used here wants them deeper than their key. Such a line is joined to the one before, by a space in the place of the line's end: a quoted
 * text then has more spaces than it says, and nothing else changes.
 *
 * Errors: YAMLException where no parser reads it.
 */
export function eventsOf(given: string): ParsedEvents {
  let text = given;
  for (let joined = 0; ; joined++) {
    try {
      return { events: parseEvents(text, { maxDepth: MAX_DEPTH }), text };
    } catch (error) {
      const next = joined < MAX_JOINED && isTooFarLeft(error) ? joinedAt(text, error.mark?.position ?? 0) : undefined;
      if (next === undefined) {
        throw error;
      }
      text = next;
    }
  }
}

function isTooFarLeft(error: unknown): error is YAMLException {
  return error instanceof YAMLException && error.reason === TOO_FAR_LEFT;
}

/** The text with the line of an offset joined to the one before; a comment there, which swallows it, is taken out. */
function joinedAt(text: string, offset: number): string | undefined {
  const end = text.lastIndexOf("\n", offset - 1);
  if (end <= 0 || text.slice(end, offset).trim() !== "") {
    return undefined;
  }
  const start = text.lastIndexOf("\n", end - 1) + 1;
  const line = text.slice(start, end);
  const code = withoutComment(line);
  const joined = (before: string): string => `${text.slice(0, start)}${before} ${text.slice(end + 1)}`;
  // What looks like a comment may be part of a quoted text that began further up.
  return code === line || goesOn(joined(line), offset) ? joined(line) : joined(code);
}

/** Whether a text can be read, or its next fault is of the same kind and further down. */
function goesOn(text: string, offset: number): boolean {
  try {
    parseEvents(text, { maxDepth: MAX_DEPTH });
    return true;
  } catch (error) {
    return isTooFarLeft(error) && (error.mark?.position ?? 0) > offset;
  }
}

/** A comment begins after a space, outside of quotes that begin in the same line. */
function withoutComment(line: string): string {
  const code = /^(?:[^"'#]|"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|(?<=\S)#)*/.exec(line)?.[0] ?? line;
  return line.startsWith("#", code.length) ? code.padEnd(line.length) : line;
}
