import { UserError } from "../../shared/user-error";
import { fromManifest } from "../../../policy/graph/from-manifests";
import { withoutMark } from "./files";
import { contentOf, readInput, STDIN_NAME } from "./read";
import { Source } from "./source";
import { Walker } from "./walk";
import type { GraphObject } from "../../../policy/graph/object";
import type { Input } from "./read";

/** Where manifests are, and what to leave out. */
export interface PathOptions {
  /** Folder from which paths are meant. @default the process's own */
  readonly cwd?: string;
  /** Text of standard input, where the path `-` is given. @default none */
  readonly stdin?: string;
  /** Patterns of paths to leave out, as in .gitignore. @default none */
  readonly ignore?: readonly string[];
  /** Folder from which those patterns are meant. @default cwd */
  readonly ignoreFrom?: string;
  /** Told of how far the run is: files that were read, of how many. @default nobody */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Path that stands for standard input. */
export const STDIN_PATH = "-";

/** Reads files, folders, patterns and standard input. Errors: UserError that names a path which does not exist. */
export function inputOf(paths: readonly string[], options: PathOptions = {}): Input {
  const { cwd = process.cwd(), ignore = [], ignoreFrom = cwd, onProgress, stdin } = options;
  const walker = new Walker(cwd, { patterns: ignore, folder: ignoreFrom });
  for (const path of paths.filter((one) => one !== STDIN_PATH)) {
    if (!walker.add(path)) {
      throw new UserError(
        `${path} does not exist. Name a file, a folder, a pattern in quotes, or - for standard input.`,
      );
    }
  }
  const extra = paths.includes(STDIN_PATH)
    ? contentOf(new Source(STDIN_NAME, withoutMark(stdin ?? "")), true)
    : undefined;
  return readInput(walker.walk, { root: cwd, extra, onProgress });
}

/** The objects of an input, those of lists among them. */
export function objectsOf({ documents }: Input): readonly GraphObject[] {
  return documents.flatMap(({ source, value }, document) => fromManifest({ file: source.file, document, value }));
}
