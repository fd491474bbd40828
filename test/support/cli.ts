import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./stacks";

/** What a command left behind. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  /** Standard input. @default nothing */
  readonly input?: string;
  /** Environment besides this process's. */
  readonly env?: Readonly<Record<string, string>>;
}

const BIN = join(ROOT, "bin", "gke-stateful.js");
const environment = (more: RunOptions["env"]): NodeJS.ProcessEnv => ({ ...process.env, NO_COLOR: "1", ...more });

/** Runs the command line as a user does, in the repository. */
export function run(args: readonly string[], { env, input }: RunOptions = {}): Ended {
  return spawnSync(process.execPath, [BIN, ...args], { cwd: ROOT, encoding: "utf8", env: environment(env), input });
}

/** As {@link run}, while this process goes on: for commands that ask it something. */
export function runBeside(args: readonly string[], { env }: RunOptions = {}): Promise<Ended> {
  const child = spawn(process.execPath, [BIN, ...args], { cwd: ROOT, env: environment(env) });
  const printed = { stdout: "", stderr: "" };
  child.stdout.on("data", (data: Buffer) => (printed.stdout += data.toString()));
  child.stderr.on("data", (data: Buffer) => (printed.stderr += data.toString()));
  return new Promise((resolve) =>
    child.on("close", (status) => {
      resolve({ status, ...printed });
    }),
  );
}

/** Starts the command line and kills it at once, as a lost machine would, after some milliseconds, unless it has ended by itself. */
export async function killedAfter(args: readonly string[], wait: number, { env }: RunOptions = {}): Promise<void> {
  const child = spawn(process.execPath, [BIN, ...args], { cwd: ROOT, env: environment(env), stdio: "ignore" });
  const ended = new Promise((resolve) => child.on("close", resolve));
  const timer = setTimeout(() => child.kill("SIGKILL"), wait);
  await ended;
  clearTimeout(timer);
}

/** A folder for the tests of a file, which are over when it is removed. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "gke-stateful-test-"));
  after(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}
