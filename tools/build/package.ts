import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundleAnalyze } from "./bundle";

/**
 * Makes dist/: the npm package `gke-stateful` with the command line and the components, and in dist/policy the package
 * `gke-stateful-policy`. Compiled, because Node.js takes no TypeScript from node_modules; at the same places as the sources,
 * because files find each other by where they are.
 */
const ROOT = join(__dirname, "..", "..");
const DIST = join(ROOT, "dist");
/** What is not compiled. */
const COPIED = [
  "bin",
  "commands/analyze/schemas/kubernetes.json",
  "commands/analyze/formats/report.schema.json",
  "docs/analyze.md",
  "docs/configuration.md",
  "docs/cost.md",
  "docs/plan-format.md",
  "docs/policy.md",
  "docs/rules.md",
  "LICENSE",
  "CHANGELOG.md",
  "docs/rehearse.md",
  "tools/control-plane",
  "monitoring/alerts.yaml",
  "policy/PulumiPolicy.yaml",
  "policy/index.js",
  "policy/config",
  "policy/cost/prices.json",
];
/** The door of the program's sources. */
const LEFT_OUT = ["bin/program.js"];
/** Folder of the package's own program, which is a project: what `adopt` and `recommend` plan where there is none, and begin new ones from. */
const PROGRAM = "program";
/** What it has of the repository. */
const OF_PROGRAM = ["Pulumi.yaml", "Pulumi.dev.yaml", "Pulumi.prod.yaml", "Pulumi.local.yaml"];
/** Strips types when sources are loaded. Nothing in a package has any. */
const FOR_SOURCES_ONLY = "tsx";

type Json = Readonly<Record<string, unknown>>;

async function build(): Promise<void> {
  rmSync(DIST, { recursive: true, force: true });
  execFileSync(process.execPath, [require.resolve("typescript/bin/tsc"), "-p", "tsconfig.build.json"], {
    cwd: ROOT,
    stdio: "inherit",
  });
  COPIED.forEach((path) => {
    cpSync(join(ROOT, path), join(DIST, path), { recursive: true });
  });
  LEFT_OUT.forEach((path) => {
    rmSync(join(DIST, path));
  });
  OF_PROGRAM.forEach((name) => {
    copyAs(name, join(PROGRAM, name));
  });
  writeFileSync(join(DIST, PROGRAM, "index.js"), 'module.exports = require("../index.js").program;\n');
  write(join(PROGRAM, "package.json"), { private: true, main: "index.js" });
  await bundleAnalyze(DIST);
  const root = read("package.json");
  const policy = read("policy/package.json");
  write("package.json", {
    ...published(root),
    bin: root["bin"],
    main: "library.js",
    types: "library.d.ts",
    exports: {
      ".": { types: "./library.d.ts", default: "./library.js" },
      // Apart, because programs that make resources have no use for it at every start.
      "./analyze": { types: "./commands/analyze/analyze.d.ts", default: "./commands/analyze/analyze.js" },
      // For services that give sessions out; it loads nothing of Pulumi.
      "./sessions": { types: "./sessions/client.d.ts", default: "./sessions/client.js" },
      // What the index.js of a project consists of that adopt or recommend have made.
      "./program": { types: "./index.d.ts", default: "./index.js" },
      "./package.json": "./package.json",
    },
    ...forConsumers({ ...dependencies(policy), ...dependencies(root) }),
  });
  write("policy/package.json", { ...published(policy), main: policy["main"], dependencies: dependencies(policy) });
  copyAs("tools/build/README-gke-stateful.md", "README.md");
  copyAs("LICENSE", "policy/LICENSE");
  copyAs("tools/build/README-gke-stateful-policy.md", "policy/README.md");
  copyAs("docs/rules.md", "policy/rules.md");
}

function copyAs(from: string, to: string): void {
  cpSync(join(ROOT, from), join(DIST, to));
}

/** What a package says of itself. */
function published({ description, engines, license, name, repository, version }: Json): Json {
  return { name, version, description, license, repository, engines };
}

/**
 * Providers' SDKs that a program has too: it must have each only once, or resources of one are none for the other. The SDK of
 * policies stays at its version, of which one internal function is replaced (policy/pack/sdk.ts).
 */
const SHARED = /^@pulumi\/(?!policy$)/;

function forConsumers(all: Json): Json {
  const entries = Object.entries(all);
  return {
    dependencies: Object.fromEntries(entries.filter(([name]) => !SHARED.test(name))),
    peerDependencies: Object.fromEntries(
      entries.filter(([name]) => SHARED.test(name)).map(([name, version]) => [name, `^${String(version)}`]),
    ),
  };
}

function dependencies({ dependencies: all }: Json): Json {
  return Object.fromEntries(Object.entries(all as Json).filter(([name]) => name !== FOR_SOURCES_ONLY));
}

function read(path: string): Json {
  return JSON.parse(readFileSync(join(ROOT, path), "utf8")) as Json;
}

function write(path: string, manifest: Json): void {
  writeFileSync(join(DIST, path), `${JSON.stringify(manifest, undefined, 2)}\n`);
}

void build();
