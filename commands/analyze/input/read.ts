import { partsOf, isPreamble } from "./document";
import { readFileText } from "./files";
import { isKustomization, isWhole, patchFiles, patchOf } from "./kustomize";
import { Source } from "./source";
import { Charts, renderCommand } from "./templates";
import { badItems, isObject, noObject } from "./no-object";
import { isMap } from "../../../policy/graph/value";
import { parseText } from "./yaml";
import type { Document, Part } from "./document";
import type { FoundFile, Walk } from "./walk";
import type { ParsedText } from "./yaml";

/** Something wrong with a file itself, and where. */
export interface InputFault {
  /** Whether it could not be read at all, or has a key twice. */
  readonly kind: "unreadable" | "repeated-key";
  readonly source: Source;
  /** Offset in the file. */
  readonly offset: number;
  /** What is wrong, as the rest of a sentence about the file or document. */
  readonly says: string;
}

/** What was left out on purpose, because it is no object yet. */
export interface Skipped {
  readonly kind: "template" | "patch" | "kustomization";
  readonly file: string;
  /** What to do to have it judged. */
  readonly command: string;
}

/** Everything that files hold. */
export interface Input {
  /** Objects, and documents that are something else. */
  readonly documents: readonly Document[];
  readonly faults: readonly InputFault[];
  readonly skipped: readonly Skipped[];
  /** Number of files. */
  readonly files: number;
}

/** What one file holds. */
export interface FileContent {
  readonly documents: readonly Document[];
  readonly faults: readonly InputFault[];
  readonly isTemplate: boolean;
}

/** Text that nobody would write who means an object of Kubernetes, or a broken one. */
const OBJECT_WORDS = /(?:^|[\s{,])["']?(?:apiVersion|kind)["']?\s*:/;

/** How to read. */
export interface ReadOptions {
  /** Folder from which files are shown. */
  readonly root: string;
  /** What standard input holds. @default nothing */
  readonly extra?: FileContent | undefined;
  /** Told of how far it is. @default nobody */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Reads the files of a walk. It never throws. */
export function readInput(walk: Walk, { extra, onProgress, root }: ReadOptions): Input {
  const charts = new Charts(root);
  const faults = walk.faults.map(({ fault, shown }) => unreadable(new Source(shown, ""), 0, fault));
  const files = walk.files.map((file, index) => {
    onProgress?.(index, walk.files.length);
    const chart = charts.of(file.shown);
    return { name: file.shown, chart, content: chart === undefined ? readFile(file) : TEMPLATE };
  });
  const all = extra === undefined ? files : [...files, { name: STDIN_NAME, chart: undefined, content: extra }];
  return sortOut({
    documents: all.flatMap(({ content }) => content.documents),
    faults: [...faults, ...all.flatMap(({ content }) => content.faults)],
    skipped: all
      .filter(({ content }) => content.isTemplate)
      .map(({ chart, name }) => ({ kind: "template", file: name, command: renderCommand(name, chart) })),
    files: all.length,
  });
}

/** How messages name standard input. */
export const STDIN_NAME = "stdin";

const TEMPLATE: FileContent = { documents: [], faults: [], isTemplate: true };

/** Takes out what only kustomize makes whole. */
function sortOut(input: Input): Input {
  const named = patchFiles(input.documents);
  const whole = filesWithWhole(input.documents);
  const skipped = [...input.skipped];
  const documents = input.documents.filter((document) => {
    const { file } = document.source;
    if (isKustomization(document)) {
      skipped.push({ kind: "kustomization", file, command: buildCommand(folderOf(file)) });
      return false;
    }
    const patch = patchOf(document, { named, whole });
    if (patch !== undefined && skipped.at(-1)?.file !== file) {
      skipped.push({ kind: "patch", file, command: buildCommand(patch.folder) });
    }
    return patch === undefined;
  });
  return { ...input, documents, skipped };
}

/** Files that hold a whole object: what lacks something beside one is no patch. */
function filesWithWhole(documents: readonly Document[]): ReadonlySet<string> {
  return new Set(
    documents
      .filter(({ source, value }) => isObject(value) && isWhole(value, source.file))
      .map(({ source }) => source.file),
  );
}

function folderOf(file: string): string {
  return file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : ".";
}

function buildCommand(folder: string | undefined): string {
  return `kubectl kustomize ${folder ?? "FOLDER"} | gke-stateful analyze -`;
}

/** Reads one file. */
function readFile({ isNamed, kind, path, shown }: FoundFile): FileContent {
  const content = readFileText(path, kind);
  if ("fault" in content) {
    return { documents: [], faults: [unreadable(new Source(shown, ""), 0, content.fault)], isTemplate: false };
  }
  return contentOf(new Source(shown, content.text), isNamed);
}

/** Documents of one file; a dump of a large cluster has a tenth of that. */
const MAX_DOCUMENTS = 100_000;

/** The documents of a text. */
export function contentOf(source: Source, isNamed: boolean): FileContent {
  const isJson = source.file.endsWith(".json");
  const documents: Document[] = [];
  const faults: InputFault[] = [];
  if (isJson && !isNamed && !OBJECT_WORDS.test(source.text)) {
    return { documents, faults, isTemplate: false }; // Settings of other tools, often with comments.
  }
  const parts = partsOf(source.text);
  if (parts.length > MAX_DOCUMENTS) {
    const says = `cannot be read: it has more than ${String(MAX_DOCUMENTS)} documents. Split it.`;
    return { documents, faults: [unreadable(source, 0, says)], isTemplate: false };
  }
  for (const part of parts.filter((one) => !isPreamble(one))) {
    const parsed = parseText(part.text);
    if (parsed.isTemplate) {
      return TEMPLATE;
    }
    documents.push(...parsed.values.map((value) => ({ source, start: part.start, text: part.text, value })));
    faults.push(...faultsOf(source, part, parsed));
  }
  return { documents, faults: [...faults, ...headless(documents)], isTemplate: false };
}

/** Documents that kubectl stops at: objects without kind or version, and texts and lists between objects. */
function headless(documents: readonly Document[]): readonly InputFault[] {
  const hasObjects = documents.some(({ value }) => isObject(value));
  return documents.flatMap(({ source, start, text, value }) => {
    const isStray = hasObjects && value !== null && value !== undefined && !isMap(value);
    const head = isStray ? "is a text or a list between objects, and kubectl stops there" : noObject(value);
    const [gap = ""] = /^(?:[^\S\n]*(?:#.*)?\n)*\s*/.exec(text) ?? [];
    return [...(head === undefined ? [] : [head]), ...badItems(value)].map((says) =>
      unreadable(source, start + gap.length, `${says}.`),
    );
  });
}

function faultsOf(source: Source, { start, text }: Part, { fault, repeated }: ParsedText): readonly InputFault[] {
  if (fault === undefined) {
    return repeated.map(({ offset, says }) => ({ kind: "repeated-key", source, offset: start + offset, says }));
  }
  // Tags of other tools, as in a pipeline's or a site's settings, are no fault of an object.
  const isOther = fault.kind === "content" && !OBJECT_WORDS.test(text);
  return isOther ? [] : [unreadable(source, start + fault.offset, `cannot be read: ${fault.says}.`)];
}

function unreadable(source: Source, offset: number, says: string): InputFault {
  return { kind: "unreadable", source, offset, says };
}
