import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import * as esbuild from "esbuild";
import type { Plugin } from "esbuild";

const ROOT = join(__dirname, "..", "..");
/** Where the bundle is, in a package. Files that are read find their place from there. */
const PLACE = "commands";
/** The file of `analyze`, and the entry that it is made of. */
const NAME = "analyze-bundle.js";
const ENTRY = join("commands", "analyze", "main.ts");
/** Large packages that few runs need; they stay where npm puts them. */
const LEFT_OUT = ["@kubernetes/client-node", "ajv", "yaml", "zod"];

/** Files of ours that are read at run time lie where they lie in the sources, beside the bundle's folder. */
const places: Plugin = {
  name: "places",
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const folder = JSON.stringify(relative(join(ROOT, PLACE), dirname(path)));
      const text = readFileSync(path, "utf8");
      return {
        contents: text.replaceAll("__dirname", `require("node:path").join(__dirname, ${folder})`),
        loader: "ts",
      };
    });
  },
};

/** Commander loads what it would start other programs with, which this one does not have. */
const lazyChildProcess: Plugin = {
  name: "lazy-child-process",
  setup(build) {
    build.onResolve({ filter: /^node:child_process$/ }, ({ path }) => ({ path, namespace: "lazy" }));
    build.onLoad({ filter: /.*/, namespace: "lazy" }, () => ({
      contents: 'module.exports = { get spawn() { return require("child_process").spawn; } };',
    }));
  },
};

/** One file that is made of many. */
export interface Bundle {
  /** File that it begins with, by its path in the repository. */
  readonly entry: string;
  /** Where it is written: in a folder `commands`, from which files that are read find their place. */
  readonly outfile: string;
  /** Packages that are not put into it. */
  readonly external: readonly string[];
}

/** Makes one file of an entry and all that it needs. */
export async function bundle({ entry, external, outfile }: Bundle): Promise<void> {
  await esbuild.build({
    entryPoints: [join(ROOT, entry)],
    outfile,
    bundle: true,
    platform: "node",
    target: "node22",
    external: [...external],
    minifySyntax: true,
    minifyWhitespace: true,
    plugins: [places, lazyChildProcess],
    logLevel: "warning",
  });
}

/** Writes the bundle of `analyze` into a folder of a package: one file loads in a fraction of the time that two hundred take. */
export async function bundleAnalyze(packageFolder: string): Promise<void> {
  await bundle({ entry: ENTRY, outfile: join(packageFolder, PLACE, NAME), external: LEFT_OUT });
}
