import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** Bytes of a file that are read; kubectl's own limit for one object is 1.5 MB, and bundles of CRDs have a few. */
const MAX_BYTES = 32 * 1024 * 1024;
const MEBIBYTE = 1024 * 1024;
const CHUNK = 1024 * 1024;

/** A file's text, or why it has none. */
export type FileText = { readonly text: string } | { readonly fault: string };

/** How the standard errors of a file system read to a person. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: "cannot be read: permission denied. Allow it, or leave the file out with ignore in .gke-stateful.yaml.",
  EPERM: "cannot be read: permission denied. Allow it, or leave the file out with ignore in .gke-stateful.yaml.",
  ENOENT: "cannot be read: there is no such file. A link may point nowhere.",
  ELOOP: "cannot be read: its links go round in a circle.",
  EISDIR: "is a folder.",
};

/** Pipes that a shell made for this very call, as `<(helm template .)` does. */
const SHELL_PIPE = /^\/(?:dev|proc\/self)\/(?:fd\/\d+|stdin)$/;

/** Reads a file. It never throws, never waits for a pipe that nobody writes to, and never reads more than 32 MiB. */
export function readFileText(path: string, kind: "regular" | "other" = "regular"): FileText {
  if (kind === "other" && !SHELL_PIPE.test(path)) {
    return {
      fault: "is no regular file but a pipe, a socket or a device. Give its content on standard input: analyze -",
    };
  }
  try {
    return decode(readBytes(path));
  } catch (error) {
    return { fault: reasonOf(error) };
  }
}

/** Why a path cannot be read, as the rest of a sentence about it. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  // An error without a code is one of ours.
  return code === undefined ? message : (REASONS[code] ?? `cannot be read: ${code}.`);
}

function readBytes(path: string): Buffer {
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    if (size > MAX_BYTES) {
      throw new Error(`is too large: ${mebibytes(size)}, and ${mebibytes(MAX_BYTES)} are read. Split it.`);
    }
    return readAll(file, size);
  } finally {
    closeSync(file);
  }
}

function readAll(file: number, size: number): Buffer {
  // A file that grows, or a pipe, has more than its size says.
  const chunks: Buffer[] = [];
  let total = 0;
  for (;;) {
    const buffer = Buffer.allocUnsafe(total < size ? size - total : CHUNK);
    const count = readSync(file, buffer);
    if (count === 0) {
      return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
    }
    chunks.push(buffer.subarray(0, count));
    total += count;
    if (total > MAX_BYTES) {
      throw new Error(`is too large: more than ${mebibytes(MAX_BYTES)}. Split it.`);
    }
  }
}

function mebibytes(bytes: number): string {
  return `${String(Math.round(bytes / MEBIBYTE))} MiB`;
}

const BYTE_ORDER_MARK = "\uFEFF";
const UTF16_MARKS: Readonly<Record<string, string>> = { fffe: "utf-16le", feff: "utf-16be" };

/** Text of bytes: UTF-8, or UTF-16 where a mark says so. */
function decode(bytes: Buffer): FileText {
  const utf16 = UTF16_MARKS[bytes.toString("hex", 0, 2)];
  const text = utf16 === undefined ? bytes.toString("utf8") : new TextDecoder(utf16).decode(bytes);
  if (text.includes("\0")) {
    return {
      fault: "is no text: it has zero bytes. Name it otherwise, or leave it out with ignore in .gke-stateful.yaml.",
    };
  }
  return { text: withoutMark(text) };
}

/** A text without a byte order mark, which some shells write into pipes too. */
export function withoutMark(text: string): string {
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}
