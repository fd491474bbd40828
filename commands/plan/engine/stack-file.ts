import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { isMap, isNode, parseDocument, stringify } from "yaml";
import { readText } from "../../shared/read-text";
import { replaceFile } from "../../shared/replace-file";
import { stackFileName } from "./stack-settings";
import { checkedYaml, YAML_FOR_PEOPLE } from "../../shared/yaml-file";
import type { Document, YAMLMap } from "yaml";

/** A stack's file, Pulumi.<stack>.yaml, which is changed in place: what is not changed stays as it is written. */
export class StackFile {
  /** Path of the file. */
  readonly path: string;
  private readonly project: string;
  private current: string;

  /** Reads the file of a stack. Errors: UserError that names the file and what is wrong with it. */
  constructor(folder: string, project: string, stack: string) {
    const name = stackFileName(folder, stack);
    this.path = join(folder, name);
    this.project = project;
    this.current = checkedYaml(readText(this.path, { shown: name }), name);
  }

  /** The file as it would be written. */
  get text(): string {
    return this.current;
  }

  /** What the file itself says about a key of the project; undefined where the project's default holds. */
  value(key: string): unknown {
    const document = parseDocument(this.current);
    const node: unknown = document.getIn(pathIn(document, this.project, key), true);
    return isNode(node) ? (node.toJS(document) as unknown) : undefined;
  }

  /** Sets a key of the project, or something within it. */
  set(key: string, within: readonly string[], value: unknown): void {
    const document = parseDocument(this.current);
    // Quotes for readers of YAML 1.1, the Pulumi CLI among them.
    document.setSchema("1.1");
    const path = [...pathIn(document, this.project, key), ...within];
    const inserted = insert(this.current, document, path, value);
    fillIn(document, path);
    document.setIn(path, document.createNode(value));
    const isRight = inserted !== undefined && isDeepStrictEqual(parseDocument(inserted).toJS(), document.toJS());
    this.current = isRight ? inserted : document.toString(YAML_FOR_PEOPLE);
  }

  /** Writes the file. It is whole at every moment. Errors: UserError that says why it cannot be written. */
  write(): void {
    replaceFile(this.path, this.current, "Nothing was changed.");
  }
}

/** Keys of the project are written with its name in front; without it, they mean the same. */
function pathIn(document: Document, project: string, key: string): readonly string[] {
  const full = `${project}:${key}`;
  return document.hasIn(["config", key]) && !document.hasIn(["config", full]) ? ["config", key] : ["config", full];
}

/** Makes a map of every key on the way that has no value. */
function fillIn(document: Document, path: readonly string[]): void {
  for (const length of path.keys()) {
    const way = path.slice(0, length);
    if (length > 0 && document.hasIn(way) && document.getIn(way) === null) {
      document.setIn(way, document.createNode({}));
    }
  }
}

/** The text with a new entry after the last one of its map; undefined where that is not so simple. */
function insert(text: string, document: Document, path: readonly string[], value: unknown): string | undefined {
  const map: unknown = document.getIn(path.slice(0, -1), true);
  const key = path.at(-1) ?? "";
  if (!isMap(map) || map.flow === true || map.has(key) || map.items.length === 0) {
    return undefined;
  }
  const [column, end] = [columnOf(text, map), lineEnd(text, map.range?.[1] ?? text.length)];
  const lines = stringify({ [key]: value }, YAML_FOR_PEOPLE)
    .trimEnd()
    .split("\n");
  const entry = lines.map((line) => (line === "" ? "" : " ".repeat(column) + line)).join("\n");
  const before = text.slice(0, end);
  return `${before}${before.endsWith("\n") ? "" : "\n"}${entry}\n${text.slice(end)}`;
}

function columnOf(text: string, map: YAMLMap): number {
  const start = map.range?.[0] ?? 0;
  return start - (text.lastIndexOf("\n", start - 1) + 1);
}

/** Offset after the line that holds the last character before an offset, a comment behind it included. */
function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf("\n", Math.max(0, offset - 1));
  return newline === -1 ? text.length : newline + 1;
}
