import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, parse, relative, resolve, sep } from "node:path";
import ignore from "ignore";
import picomatch from "picomatch";
import { reasonOf } from "./files";
import type { Ignore } from "ignore";
import type { Stats } from "node:fs";

/** A file to read. */
export interface FoundFile {
  /** Path to open. */
  readonly path: string;
  /** Path as messages show it: relative to where the run began. */
  readonly shown: string;
  /** Whether it was named itself, and not found in a folder. */
  readonly isNamed: boolean;
  /** Whether it is a regular file. */
  readonly kind: "regular" | "other";
}

/** A path that could not be looked into. */
export interface WalkFault {
  readonly shown: string;
  readonly fault: string;
}

/** The files of a run. */
export interface Walk {
  readonly files: readonly FoundFile[];
  readonly faults: readonly WalkFault[];
}

/** What Node.js gives for bytes of a name that are no text. */
const REPLACEMENT = "\uFFFD";
/** Names of manifests. */
const MANIFEST = /\.(?:ya?ml|json)$/i;
const IGNORE_FILE = ".gitignore";
const NEVER_ENTERED: readonly string[] = [".git", "node_modules"];

/** What .gitignore files say about a folder, from the outermost one on. */
interface Ignored {
  readonly folder: string;
  readonly rules: Ignore;
}

/**
 * The manifests under paths: files as they are named, and of folders all that end in .yaml, .yml or .json, but for what
 * .gitignore or the patterns leave out. Each file once, in a fixed order. Links are followed, and loops of them are not.
 */
export class Walker {
  private readonly root: string;
  private readonly left: Ignored[];
  private readonly files = new Map<string, FoundFile>();
  private readonly faults: WalkFault[] = [];
  private readonly entered = new Set<string>();

  /** @param root where the run began @param leftOut patterns as in .gitignore, and from where they are meant */
  constructor(root: string, leftOut: { readonly patterns: readonly string[]; readonly folder: string }) {
    this.root = root;
    const { folder, patterns } = leftOut;
    this.left = patterns.length === 0 ? [] : [{ folder, rules: ignore().add([...patterns]) }];
  }

  /** Takes a path that the user named; false where there is none. */
  add(path: string): boolean {
    const full = resolve(this.root, path);
    const stats = lookAt(full);
    if (stats === undefined) {
      return this.addPattern(path);
    }
    if (stats.isDirectory()) {
      const above = ignoredAbove(full);
      // Whoever names an ignored folder, such as that of a plan, means it.
      this.enter(full, isIgnored(full, true, above) ? this.left : [...above, ...this.left]);
    } else {
      this.take(full, stats, { isLink: false, isNamed: true });
    }
    return true;
  }

  /** Takes the files that a pattern matches; false where there are none. */
  private addPattern(pattern: string): boolean {
    const { base, glob, isGlob } = picomatch.scan(pattern);
    const folder = resolve(this.root, base);
    if (!isGlob || lookAt(folder)?.isDirectory() !== true) {
      return false;
    }
    const matches = picomatch(glob, { dot: true });
    const inner = new Walker(this.root, { patterns: [], folder: this.root });
    inner.enter(folder, [...this.left, ...ignoredAbove(folder)]);
    const found = [...inner.files].filter(([, { path }]) => matches(relative(folder, path).split(sep).join("/")));
    found.forEach(([key, file]) => this.files.set(key, { ...file, isNamed: true }));
    return found.length > 0;
  }

  /** What was found. */
  get walk(): Walk {
    // Not as they were named: of two equal candidates the first one counts.
    const files = [...this.files.values()].toSorted((one, other) => (one.shown < other.shown ? -1 : 1));
    return { files, faults: this.faults };
  }

  /** How messages show a path. */
  shown(path: string): string {
    const shorter = relative(this.root, path);
    const isFar = shorter.startsWith(`..${sep}..${sep}..`);
    return shorter === "" ? "." : (isFar ? path : shorter).split(sep).join("/");
  }

  private take(path: string, stats: Stats, { isLink, isNamed }: { isLink: boolean; isNamed: boolean }): void {
    const key = isLink ? realpathSync(path) : path;
    const known = this.files.get(key);
    this.files.set(key, {
      path,
      shown: this.shown(path),
      isNamed: isNamed || known?.isNamed === true,
      kind: stats.isFile() ? "regular" : "other",
    });
  }

  private enter(folder: string, above: readonly Ignored[]): void {
    try {
      const real = realpathSync(folder);
      if (this.entered.has(real)) {
        return;
      }
      this.entered.add(real);
      const ignored = [...above, ...ignoredBy(folder)];
      const entries = readdirSync(folder, { withFileTypes: true }).toSorted((one, other) =>
        one.name < other.name ? -1 : 1,
      );
      for (const entry of entries) {
        this.visit(join(folder, entry.name), entry, ignored);
      }
    } catch (error) {
      this.faults.push({ shown: this.shown(folder), fault: reasonOf(error) });
    }
  }

  private visit(
    path: string,
    entry: { name: string; isDirectory(): boolean; isFile(): boolean },
    ignored: readonly Ignored[],
  ): void {
    if (entry.isFile() ? !MANIFEST.test(entry.name) : NEVER_ENTERED.includes(entry.name)) {
      return;
    }
    const stats = entry.isFile() ? lstatSync(path, { throwIfNoEntry: false }) : lookAt(path);
    if (stats === undefined) {
      this.visitMissing(path);
      return;
    }
    if (isIgnored(path, stats.isDirectory(), ignored)) {
      return;
    }
    if (stats.isDirectory()) {
      this.enter(path, ignored);
    } else if (MANIFEST.test(path)) {
      this.take(path, stats, { isLink: !entry.isFile(), isNamed: false });
    }
  }

  /** A name that stands in the folder, and under which nothing is found. */
  private visitMissing(path: string): void {
    if (MANIFEST.test(path)) {
      const fault = path.includes(REPLACEMENT)
        ? "has a name that is no UTF-8, and cannot be opened by it. Rename the file."
        : "is a link that points nowhere, or round in a circle.";
      this.faults.push({ shown: this.shown(path), fault });
    }
  }
}

/** What a path is, with links followed; undefined where it is nothing. */
function lookAt(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined; // A loop of links.
  }
}

function isIgnored(path: string, isFolder: boolean, ignored: readonly Ignored[]): boolean {
  // As for git: the last one that says something decides.
  return ignored.reduce((isOut, { folder, rules }) => {
    const inside = relative(folder, path).split(sep).join("/");
    if (inside === "" || inside.startsWith("..")) {
      return isOut;
    }
    const verdict = rules.test(isFolder ? `${inside}/` : inside);
    return verdict.ignored || (isOut && !verdict.unignored);
  }, false);
}

function ignoredBy(folder: string): readonly Ignored[] {
  try {
    return [{ folder, rules: ignore().add(readFileSync(join(folder, IGNORE_FILE), "utf8")) }];
  } catch {
    return []; // There is none, nearly always.
  }
}

/** What the folders above say, up to the one that holds the repository. */
function ignoredAbove(folder: string): readonly Ignored[] {
  const found: Ignored[] = [];
  for (
    let inner = folder, outer = dirname(folder);
    !existsSync(join(inner, ".git"));
    inner = outer, outer = dirname(outer)
  ) {
    if (outer === inner || inner === parse(folder).root) {
      return []; // No repository, so its files say nothing.
    }
    found.unshift(...ignoredBy(outer));
  }
  return found;
}
