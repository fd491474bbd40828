import { spawn } from "node:child_process";
import { getCompileCacheDir } from "node:module";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { fakeProviders } from "./fake-providers";
import { PLAN_VERSION } from "./plan";
import { startPack } from "./pack-process";
import { planResource } from "./registration";
import { UserError } from "../../shared/user-error";
import { planObject } from "./wire";
import type { ChildProcess } from "node:child_process";
import type { Writable } from "node:stream";
import type { Recording, RunningMonitor } from "./monitor";
import type { Plan, PlanMode } from "./plan";
import type { ConfigFile, Judged } from "./policy-pack";
import type { AnsweredRegistration } from "./registration";
import type { StackSettings } from "./stack-settings";

/** Pulumi's own entry point for Node.js programs, which the CLI's language host starts. */
const RUN = require.resolve("@pulumi/pulumi/cmd/run");
/** Makes a run faster; loaded first. */
const PLAN_RUNTIME = join(__dirname, "..", "..", "..", "bin", "plan-runtime.js");
/** File descriptor from which the program's process reads what to do. */
const INSTRUCTIONS_FD = 3;
/** Signals that end this process. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** Longest that a program may run, in milliseconds; 1,000 workloads take less than a minute. */
const PROGRAM_TIMEOUT = 15 * 60 * 1000;
/** Registrations that the program may have under way at once; the CLI's own number is 4 for each core. */
const PARALLEL = 16;

/** What to run. */
export interface ProgramArgs {
  /** Folder of the Pulumi project. */
  readonly folder: string;
  /** Configuration of the stack. */
  readonly settings: StackSettings;
  /** How provider outputs are answered. */
  readonly mode: PlanMode;
  /** Policy pack that judges what is registered, and its configuration. @default none */
  readonly pack?: { readonly folder: string; readonly config: ConfigFile | undefined };
  /** Map stack traces back to TypeScript, which takes time. @default false */
  readonly stackTraces?: boolean;
}

/**
 * Runs the program of a stack under Pulumi's own Node.js runtime and protocol, without the engine, and returns what it
 * would register, judged by a policy pack if one is given.
 *
 * Errors: UserError with the program's own message when the program fails, or with the pack's when that does.
 */
export async function planProgram(args: ProgramArgs): Promise<Plan> {
  if (args.pack === undefined) {
    return planOf(args, await runProgram(args));
  }
  const { config, folder } = args.pack;
  const packArgs = { ...args, folder };
  // The pack gets ready while the program runs.
  const pack = startPack(packArgs);
  try {
    const running = runProgram(args);
    const session = loadPolicyPack().openSession(pack, packArgs, config);
    const recording = await running;
    const judged = await session.judge(inOrder(recording.registrations));
    session.close();
    return toPlan(args, recording, judged);
  } finally {
    pack.stop();
  }
}

/** Loaded when the program has been started: its libraries take time. */
function loadPolicyPack(): typeof import("./policy-pack") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() is not CommonJS
  return require("./policy-pack") as typeof import("./policy-pack");
}

async function runProgram(args: ProgramArgs): Promise<Recording> {
  const { mode, settings } = args;
  // The program's process loads its libraries while this one loads those of the monitor.
  const child = startProgram(args);
  const ended = exitOf(child);
  // Awaited below; until then a failure is not an unhandled one.
  ended.catch(() => undefined);
  const forget = endWithThisProcess(child);
  let monitor: RunningMonitor | undefined;
  try {
    monitor = await loadMonitor().startMonitor({ ...settings, mode, answer: fakeProviders(mode) });
    instruct(child, args, monitor.address);
    const { code, printed } = await ended;
    if (code !== 0 && args.stackTraces !== true && !isExpected(monitor.recording)) {
      // A fault in the program: once more, so that its message names the line.
      return await runProgram({ ...args, stackTraces: true });
    }
    if (code !== 0) {
      throw new UserError(failure(monitor.recording, { code, printed }));
    }
    return monitor.recording;
  } finally {
    monitor?.stop();
    forget();
    // Whatever went wrong here, no process is left waiting for its instructions.
    child.kill("SIGKILL");
  }
}

/** Takes the program along when this process is told to end, which skips every `finally`. Returns how to undo that. */
function endWithThisProcess(child: ChildProcess): () => void {
  const end = (signal: NodeJS.Signals): void => {
    child.kill("SIGKILL");
    process.removeListener(signal, end);
    process.kill(process.pid, signal);
  };
  SIGNALS.forEach((signal) => process.on(signal, end));
  return () => {
    SIGNALS.forEach((signal) => process.removeListener(signal, end));
  };
}

/** Loaded when the program's process has been started, not before: its libraries take as long to load as Node.js to start. */
function loadMonitor(): typeof import("./monitor") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() is not CommonJS
  return require("./monitor") as typeof import("./monitor");
}

/** The plan of a program that has run and was not judged. */
export function planOf(args: Pick<ProgramArgs, "mode" | "settings">, recording: Recording): Plan {
  return toPlan(args, recording, { registrations: inOrder(recording.registrations) });
}

function toPlan(
  { mode, settings: { project, stack } }: Pick<ProgramArgs, "mode" | "settings">,
  { outputs, warnings }: Recording,
  { registrations, verdicts }: Partial<Judged> & Pick<Judged, "registrations">,
): Plan {
  const resources = registrations.map(planResource);
  return {
    version: PLAN_VERSION,
    project,
    stack,
    mode,
    resources,
    outputs: planObject(outputs),
    warnings,
    verdicts: verdicts ?? null,
  };
}

/**
 * Registrations arrive in an order that changes from run to run. Here everything comes after what it needs, and else by
 * URN, so that two plans of one program are the same text.
 */
function inOrder(registrations: readonly AnsweredRegistration[]): AnsweredRegistration[] {
  const depths = new Map<string, number>();
  // A registration is sent when what it needs has been answered, so arrival is one order in which needs come first.
  for (const { dependencies, parent, provider, urn } of registrations) {
    const needs = [...dependencies, parent, provider];
    depths.set(
      urn,
      needs.reduce((depth, need) => Math.max(depth, (depths.get(need) ?? -1) + 1), 0),
    );
  }
  const depth = ({ urn }: AnsweredRegistration): number => depths.get(urn) ?? 0;
  return registrations.toSorted((one, other) => depth(one) - depth(other) || (one.urn < other.urn ? -1 : 1));
}

/** Starts a process that loads Pulumi's runtime and waits for {@link instruct}. */
function startProgram({ folder, stackTraces }: ProgramArgs): ChildProcess {
  // The program shares this process's cache of compiled code, if it has one.
  const compileCache = getCompileCacheDir();
  return spawn(process.execPath, ["--require", PLAN_RUNTIME, RUN], {
    cwd: folder,
    env: {
      ...process.env,
      ...(compileCache !== undefined && { NODE_COMPILE_CACHE: dirname(compileCache) }),
      ...(stackTraces === true && { GKE_STATEFUL_STACK_TRACES: "1" }),
      GKE_STATEFUL_PLAN_FD: String(INSTRUCTIONS_FD),
    },
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
}

/**
 * Tells the process what `pulumi-language-nodejs` would put into its arguments and its environment. There, Linux takes
 * 128 KiB at most and others can read it; bin/plan-runtime.js reads it from {@link INSTRUCTIONS_FD}.
 */
function instruct(child: ChildProcess, { folder, mode, settings }: ProgramArgs, address: string): void {
  const { project, secretKeys, stack, values } = settings;
  const flags = ["--monitor", address, "--engine", address, "--project", project, "--stack", stack];
  const place = ["--root-directory", folder, "--pwd", folder, "--parallel", String(PARALLEL)];
  const argv = [...flags, ...place, ...(mode === "preview" ? ["--dry-run"] : []), "."];
  const env = { PULUMI_CONFIG: JSON.stringify(values), PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(secretKeys) };
  const pipe = child.stdio[INSTRUCTIONS_FD] as Writable;
  // A program that dies before it has read them says why by other means.
  pipe.on("error", () => undefined);
  pipe.end(JSON.stringify({ argv, env }));
}

interface Ended {
  readonly code: number | null;
  readonly printed: string;
}

function exitOf(child: ChildProcess): Promise<Ended> {
  const chunks: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(
        new UserError(`The program did not end within ${String(PROGRAM_TIMEOUT / 60_000)} minutes and was stopped.`),
      );
    }, PROGRAM_TIMEOUT);
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ code, printed: Buffer.concat(chunks).toString("utf8").trim() });
    });
  });
}

/** Whether the program said itself what is wrong, as with a configuration that does not hold. */
function isExpected({ errors }: Recording): boolean {
  return errors.length > 0 && !errors.some((message) => message.includes("failed with an unhandled exception"));
}

/** What the program logged before it ended, or what it printed if it could not even log. */
function failure({ errors }: Recording, { code, printed }: Ended): string {
  const said = stripVTControlCharacters(errors.length > 0 ? errors.join("\n") : printed);
  return said === "" ? `The program ended with code ${String(code)} and said nothing.` : said;
}
