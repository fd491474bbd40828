import { dump } from "js-yaml";
import { placeOf } from "../input/positions";
import type { Edit } from "../../../policy/rules/engine/patch";
import type { Place } from "../input/positions";
import type { Document } from "../input/document";
import type { YamlNode } from "../input/nodes";
import type { Replacement } from "../report/report";

/** Where an object is written: its document, and the keys to it, for an item of a list. */
export interface Written {
  readonly document: Document | undefined;
  readonly prefix: readonly (string | number)[];
}

/** Text of a document to replace, by its offsets. */
interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const JSON_FILE = /\.json$/i;

/** The replacement that adds an object, at the end of the file. None for JSON, which holds one value. */
export function replacementsOfAddition(yaml: string, { document }: Written): readonly Replacement[] {
  if (document === undefined || document.text === "" || JSON_FILE.test(document.source.file)) {
    return [];
  }
  const { source } = document;
  const gap = source.text === "" || source.text.endsWith("\n") ? "" : "\n";
  const end = source.pointAt(source.text.length);
  return [{ file: source.file, start: end, end, text: `${gap}---\n${yaml}` }];
}

/** The replacements of edits. None where the text does not allow it, as behind an alias. */
export function replacementsOfEdits(
  edits: readonly Edit[],
  written: (object: Edit["field"]["owner"]) => Written,
): readonly Replacement[] {
  const all = edits.map((edit) => replacement(edit, written(edit.field.owner)));
  return all.every((one) => one !== undefined) ? joined(all) : [];
}

/** What is inserted where something else is taken out is one replacement: nobody could tell their order. */
function joined(all: readonly Replacement[]): readonly Replacement[] {
  const groups = Map.groupBy(all, ({ file, start }) => `${file} ${String(start.line)} ${String(start.column)}`);
  return [...groups.values()].flatMap((group) => {
    const [longest] = group.toSorted(
      (one, other) => other.end.line - one.end.line || other.end.column - one.end.column,
    );
    return longest === undefined ? [] : [{ ...longest, text: group.map(({ text }) => text).join("") }];
  });
}

function replacement({ field, value }: Edit, { document, prefix }: Written): Replacement | undefined {
  if (document === undefined || document.text === "") {
    return undefined; // An object of a cluster has no text.
  }
  const keys = [...prefix, ...field.keys];
  const place = placeOf(document, keys);
  const text = textEdit(document, place, keys, value);
  if (place.isShared || text === undefined) {
    return undefined;
  }
  const { source, start } = document;
  return {
    file: source.file,
    start: source.pointAt(start + text.start),
    end: source.pointAt(start + text.end),
    text: text.text,
  };
}

function textEdit(
  document: Document,
  place: Place,
  keys: readonly (string | number)[],
  value: unknown,
): TextEdit | undefined {
  if (value === undefined) {
    return place.depth === keys.length ? removal(document, place) : undefined;
  }
  if (place.depth === keys.length) {
    return replaceValue(document, place, value);
  }
  const missing = keys.slice(place.depth);
  return missing.every((key) => typeof key === "string") ? insertion(document, place, missing, value) : undefined;
}

function replaceValue(document: Document, { entry, node }: Place, value: unknown): TextEdit {
  if (node === undefined || node.start < 0) {
    const end = afterColon(document, entry?.keyNode.end ?? 0);
    return { start: end, end, text: ` ${flow(document, value)}` };
  }
  return { start: node.start, end: closed(document, node), text: flow(document, value) };
}

/** Offset behind the colon of a key without a value. */
function afterColon({ text }: Document, keyEnd: number): number {
  return text.indexOf(":", keyEnd) + 1;
}

/** A key that is not there goes before the first one that is. */
function insertion(
  document: Document,
  { entry, node }: Place,
  missing: readonly string[],
  value: unknown,
): TextEdit | undefined {
  const [first = "", ...rest] = missing;
  const content = { [first]: rest.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) };
  if (node?.type !== "map") {
    const isEmpty =
      node === undefined ||
      (node.type === "scalar" && /^(?:~|null)?$/i.test(document.text.slice(node.start, node.end)));
    return isEmpty ? replaceValue(document, { depth: 0, entry, node, isShared: false }, content) : undefined;
  }
  const [sibling] = node.entries;
  if (isFlow(document, node)) {
    const inner = flow(document, content).trim().slice(1, -1).trim();
    const at = node.start + 1;
    return { start: at, end: at, text: sibling === undefined ? ` ${inner} ` : ` ${inner},` };
  }
  if (sibling === undefined) {
    return undefined;
  }
  const at = sibling.keyNode.start;
  const indent = " ".repeat(columnOf(document.text, at));
  const lines = dump(content, { lineWidth: -1, noRefs: true }).trimEnd().split("\n");
  return { start: at, end: at, text: `${lines.join(`\n${indent}`)}\n${indent}` };
}

function removal(document: Document, { entry, parent }: Place): TextEdit | undefined {
  if (entry === undefined || parent?.type !== "map") {
    return undefined;
  }
  const index = parent.entries.indexOf(entry);
  const [before, next] = [parent.entries[index - 1], parent.entries[index + 1]];
  if (next !== undefined) {
    return { start: entry.keyNode.start, end: next.keyNode.start, text: "" };
  }
  const end = closed(document, entry.value, entry.keyNode);
  if (before !== undefined) {
    return { start: closed(document, before.value, before.keyNode), end, text: "" };
  }
  // Nothing is left of a block without its only entry.
  return isFlow(document, parent) ? { start: entry.keyNode.start, end, text: "" } : undefined;
}

function isFlow({ text }: Document, node: YamlNode): boolean {
  return text.startsWith("{", node.start) || text.startsWith("[", node.start);
}

/** Offset behind a node, with the bracket that the parser does not count. A block's last line break stays. */
function closed({ text }: Document, node: YamlNode, key?: YamlNode): number {
  const end = Math.max(node.end, key === undefined ? 0 : text.indexOf(":", key.end) + 1);
  if (node.type !== "scalar" && (text.startsWith("{", node.start) || text.startsWith("[", node.start))) {
    return closingBracket(text, node);
  }
  return text[end - 1] === "\n" ? end - 1 : end;
}

function closingBracket(text: string, node: YamlNode): number {
  const bracket = text.startsWith("{", node.start) ? "}" : "]";
  const last = node.type === "map" ? node.entries.at(-1)?.value : node.type === "list" ? node.items.at(-1) : undefined;
  const from = last === undefined || last.start < 0 ? node.end : closed({ text } as Document, last);
  return text.indexOf(bracket, Math.max(from, node.start + 1)) + 1;
}

/** Columns before an offset, where there are only spaces and dashes of lists. */
function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf("\n", offset - 1) + 1);
}

/** A value on one line. */
function flow({ source }: Document, value: unknown): string {
  return JSON_FILE.test(source.file)
    ? JSON.stringify(value)
    : dump(value, { flowLevel: 0, lineWidth: -1, noRefs: true, flowBracketPadding: true }).trimEnd();
}
