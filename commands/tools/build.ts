import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, chmodSync, constants, copyFileSync, existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { basename, delimiter, join } from "node:path";
import { DEFINITIONS, KUBERNETES_VERSION, PROGRAMS } from "./programs";
import { makeFolder } from "../shared/make-folder";
import { UserError } from "../shared/user-error";
import type { Program, ProgramName } from "./programs";

/** Paths of all programs. */
export type Tools = Readonly<Record<ProgramName, string>>;

/** Told what is going on while programs are built. */
export interface BuildListener {
  /** A build of these begins. */
  readonly begins: (names: readonly string[]) => void;
}

/** Folder of the Go module. */
const MODULE = join(__dirname, "..", "..", "tools", "control-plane");
/** What decides about the binaries. */
const SOURCES = [
  "go.mod",
  "go.sum",
  join("fakepd", "main.go"),
  join("fakepd", "bytes.go"),
  join("kubectl", "main.go"),
] as const;
/** What a person does where programs are missing. */
const ADVICE = "npm run tools builds them once, in some minutes; it needs Go 1.26 or newer (https://go.dev/dl).";

/** Folder with the binaries of this version of the sources. Another version has another folder, so that none is ever stale. */
export function toolsFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const hash = createHash("sha256");
  SOURCES.forEach((file) => hash.update(readFileSync(join(MODULE, file))));
  hash.update(JSON.stringify([PROGRAMS, KUBERNETES_VERSION]));
  const cache = environment["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  return join(cache, "gke-stateful", "tools", hash.digest("hex").slice(0, 16));
}

/** All programs, where nothing has to be built; undefined otherwise. */
export function findTools(environment: NodeJS.ProcessEnv = process.env): Tools | undefined {
  const found = PROGRAMS.map((program) => [program.name, find(program, environment)] as const);
  return hasDefinitions(environment) && found.every(([, path]) => path !== undefined)
    ? (Object.fromEntries(found) as Tools)
    : undefined;
}

/** As {@link findTools}. Errors: UserError that names what is missing, and how to get it. */
export function requireTools(environment: NodeJS.ProcessEnv = process.env): Tools {
  const tools = findTools(environment);
  if (tools === undefined) {
    const missing = PROGRAMS.filter((program) => find(program, environment) === undefined).map(({ name }) => name);
    const what = missing.length === 0 ? "definitions of custom resources" : missing.join(", ");
    throw new UserError(
      `A rehearsal needs programs that are not here: ${what}. Looked in ${toolsFolder(environment)}, and for some of them in KUBEBUILDER_ASSETS and on the PATH, where their version has to fit. ${ADVICE}`,
    );
  }
  return tools;
}

/** What was built here, or else a binary of `KUBEBUILDER_ASSETS` or of the PATH whose version fits. */
function find(program: Program, environment: NodeJS.ProcessEnv): string | undefined {
  const built = join(toolsFolder(environment), program.name);
  if (isExecutable(built)) {
    return built;
  }
  const { versionFlag } = program;
  return versionFlag === undefined
    ? undefined
    : foldersOf(environment)
        .map((folder) => join(folder, program.name))
        .find((path) => isExecutable(path) && fits(program.name, path, versionFlag));
}

function foldersOf({ KUBEBUILDER_ASSETS, PATH = "" }: NodeJS.ProcessEnv): readonly string[] {
  return [...(KUBEBUILDER_ASSETS === undefined ? [] : [KUBEBUILDER_ASSETS]), ...PATH.split(delimiter)].filter(
    (folder) => folder !== "",
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Versions of etcd that Kubernetes works with. Source: research of this project; 3.4.23 was tried with 1.36.3. */
const ETCD = /\b3\.(?:[4-9]|\d\d)\.\d+/;
const [MINOR = ""] = /^v\d+\.\d+/.exec(KUBERNETES_VERSION) ?? [];

function fits(name: string, path: string, versionFlag: string): boolean {
  const { error, stdout } = spawnSync(path, versionFlag.split(" "), { encoding: "utf8", timeout: 10_000 });
  if (error !== undefined) {
    return false;
  }
  return name === "etcd" ? ETCD.test(stdout) : stdout.includes(`${MINOR}.`);
}

/**
 * Builds what is missing. It can be stopped at any time and goes on where it was. Errors: UserError where there is no Go, or
 * with what the compiler says.
 */
export async function buildTools(listener: BuildListener, environment: NodeJS.ProcessEnv = process.env): Promise<void> {
  const missing = PROGRAMS.filter((program) => find(program, environment) === undefined);
  if (missing.length === 0 && hasDefinitions(environment)) {
    return;
  }
  checkGo(environment);
  const folder = toolsFolder(environment);
  makeFolder(folder);
  // First what takes seconds: a build of half an hour must not end with a file that is missing.
  copyDefinitions(folder, environment);
  listener.begins(missing.map(({ name }) => name));
  await build(missing, folder, environment);
}

function hasDefinitions(environment: NodeJS.ProcessEnv): boolean {
  return definitionFiles(environment).every((file) => existsSync(file));
}

function checkGo(environment: NodeJS.ProcessEnv): void {
  const { error } = spawnSync("go", ["version"], { env: environment });
  if (error !== undefined) {
    throw new UserError(`There is no Go on the PATH. ${ADVICE}`);
  }
}

/** Inlining makes a third of the build, and no rehearsal faster: both were measured (docs/rehearse.md). */
const NO_INLINING = "-gcflags=all=-l";

/** All at once: they share most packages, and one links while another compiles. What was compiled before a stop is not compiled again. */
async function build(programs: readonly Program[], folder: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const draft = join(folder, `.draft.${String(process.pid)}`);
  const [major = "", minor = ""] = MINOR.slice(1).split(".");
  const version = `k8s.io/component-base/version`;
  const stamps = [`gitVersion=${KUBERNETES_VERSION}`, `gitMajor=${major}`, `gitMinor=${minor}`];
  const flags = ["-s", "-w", ...stamps.flatMap((stamp) => ["-X", `${version}.${stamp}`])].join(" ");
  const sources = programs.map(({ source }) => source);
  makeFolder(draft);
  try {
    const { code, said } = await run(
      "go",
      ["build", "-mod=readonly", NO_INLINING, "-ldflags", flags, "-o", draft, ...sources],
      { ...environment, CGO_ENABLED: "0" },
    );
    if (code !== 0) {
      throw new UserError(`The programs could not be built:\n${said.trim()}`);
    }
    for (const { name, source } of programs) {
      renameSync(join(draft, binaryOf(source)), join(folder, name));
    }
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** How Go names the binary of a package: as its folder, whatever the major version. */
function binaryOf(source: string): string {
  const parts = source.split("/").filter((part) => !/^v\d+$/.test(part));
  return parts.at(-1) ?? source;
}

function run(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ code: number | null; said: string }> {
  const child = spawn(command, args, { cwd: MODULE, env, stdio: ["ignore", "ignore", "pipe"] });
  const chunks: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ code, said: Buffer.concat(chunks).toString("utf8") });
    });
  });
}

/** Copies the definitions that Go modules own next to the binaries, so that a rehearsal needs no Go. */
function copyDefinitions(folder: string, environment: NodeJS.ProcessEnv): void {
  const target = definitionsFolder(environment);
  makeFolder(target);
  for (const { files, module } of DEFINITIONS) {
    const source = moduleFolder(module, environment);
    for (const file of files) {
      const draft = join(folder, `.${basename(file)}`);
      copyFileSync(join(source, file), draft);
      chmodSync(draft, READABLE);
      renameSync(draft, join(target, basename(file)));
    }
  }
}

/** Files of the module cache are read-only; these are ours. */
const READABLE = 0o644;

function definitionsFolder(environment: NodeJS.ProcessEnv): string {
  return join(toolsFolder(environment), "definitions");
}

/** The files of {@link DEFINITIONS}. */
export function definitionFiles(environment: NodeJS.ProcessEnv = process.env): readonly string[] {
  return DEFINITIONS.flatMap(({ files }) => files.map((file) => join(definitionsFolder(environment), basename(file))));
}

/**
 * Folder with the files of a module. It is downloaded by itself: a module of which no package is built is never fetched by a build, and
 * `go list` then answers with an empty folder and no error.
 */
function moduleFolder(module: string, environment: NodeJS.ProcessEnv): string {
  const { error, stderr, stdout } = spawnSync("go", ["mod", "download", "-json", module], {
    cwd: MODULE,
    env: environment,
    encoding: "utf8",
  });
  const answer = stdout === "" || error !== undefined ? {} : (JSON.parse(stdout) as { Dir?: string; Error?: string });
  if (answer.Dir === undefined) {
    const why = answer.Error ?? error?.message ?? stderr.trim();
    throw new UserError(
      `The files of Go module ${module} cannot be downloaded: ${why}. Check the network and GOPROXY.`,
    );
  }
  return answer.Dir;
}
