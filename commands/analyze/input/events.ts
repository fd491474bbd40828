import { parseEvents, YAMLException } from "js-yaml";
import type { Event } from "js-yaml";

/** Nesting that is read: deeper than any object of Kubernetes, and flat enough for every stack. */
const MAX_DEPTH = 100;
/** Places of one document that are mended; each costs a parse. */
const MAX_MENDED = 100;
/** What the parser says of a line within brackets or quotes that stands no deeper than its key, and of a tab there. */
const TOO_FAR_LEFT = "deficient indentation";

/** A text and what the parser says of it. */
export interface ParsedEvents {
  readonly events: Event[];
  /** The text that the events belong to: as long as the one that was given, so that every place is the same. */
  readonly text: string;
}

/**
 * The events of a text, as kubectl reads it. libyaml and Go's parser are more lenient than the one used here: lines within brackets and
 * quotes may begin anywhere, tabs may stand between the parts of brackets, a comment may follow a bracket or quote at once, and tags of
 * one's own mean nothing. Such places are mended without moving any other: a line's end, a tab or a comment becomes spaces. A quoted text
 * over several lines then has more spaces than it says, and nothing else changes.
 *
 * Errors: YAMLException where no parser reads it.
 */
export function eventsOf(given: string): ParsedEvents {
  let text = given;
  for (let mended = 0; ; mended++) {
    try {
      return { events: withoutLocalTags(parseEvents(text, { maxDepth: MAX_DEPTH }), text), text };
    } catch (error) {
      const next = mended < MAX_MENDED && error instanceof YAMLException ? mendedAt(text, error) : undefined;
      if (next === undefined) {
        throw error;
      }
      text = next;
    }
  }
}

function mendedAt(text: string, error: YAMLException): string | undefined {
  const offset = error.mark?.position ?? 0;
  const mended = text.startsWith("#", offset) ? withoutCommentAt(text, offset) : undefined;
  return mended ?? (isTooFarLeft(error) ? (withoutTabsAt(text, offset) ?? joinedAt(text, offset)) : undefined);
}

/** What ends a value by itself, so that a comment needs no space before it. */
const ENDS_VALUE = /["'\]}]/;

function withoutCommentAt(text: string, offset: number): string | undefined {
  if (!ENDS_VALUE.test(text.charAt(offset - 1))) {
    return undefined;
  }
  const end = /[\r\n]|$/.exec(text.slice(offset))?.index ?? 0;
  return `${text.slice(0, offset)}${" ".repeat(end)}${text.slice(offset + end)}`;
}

function withoutTabsAt(text: string, offset: number): string | undefined {
  const blank = /[ \t]*$/.exec(text.slice(0, offset))?.[0] ?? "";
  return blank.includes("\t")
    ? `${text.slice(0, offset - blank.length)}${" ".repeat(blank.length)}${text.slice(offset)}`
    : undefined;
}

/** A tag of somebody's own, such as `!secret`: Go's parser takes what it stands before for a text, a list or a map. */
const LOCAL_TAG = /^![^!<\s]+$/;

function withoutLocalTags(events: Event[], text: string): Event[] {
  for (const event of events) {
    if ("tagStart" in event && event.tagStart >= 0 && LOCAL_TAG.test(text.slice(event.tagStart, event.tagEnd))) {
      event.tagEnd = event.tagStart + 1; // The tag `!` alone says just that.
    }
  }
  return events;
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
