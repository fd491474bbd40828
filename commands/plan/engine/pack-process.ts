import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../shared/user-error";
import type { ChildProcess } from "node:child_process";
import type { PlanMode } from "./plan";
import type { StackSettings } from "./stack-settings";

/** Pulumi's own entry point for policy packs, which the CLI's language host starts. */
const RUN_PACK = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
/** Makes a start faster; loaded first. */
const PACK_RUNTIME = join(__dirname, "..", "..", "..", "bin", "pack-runtime.js");
/** The runner wants the engine's address and does not use it. */
const UNUSED_ADDRESS = "127.0.0.1:1";
/** Longest that a pack may take to listen, in milliseconds. */
const START_TIMEOUT = 60_000;

/** A policy pack, and what it is told about the stack. */
export interface PackArgs {
  /** Folder of the pack. */
  readonly folder: string;
  readonly settings: StackSettings;
  readonly mode: PlanMode;
}

/** A pack's process. */
export interface RunningPack {
  /** Port on which it listens. */
  readonly port: Promise<string>;
  /** Ends it. */
  readonly stop: () => void;
}

/** Starts a pack as the Pulumi CLI does. Errors: UserError if the folder holds none, or it does not start. */
export function startPack(args: PackArgs): RunningPack {
  if (!existsSync(join(args.folder, "PulumiPolicy.yaml"))) {
    throw new UserError(
      `${args.folder} holds no policy pack (PulumiPolicy.yaml). Name one with --policy-pack, or say --no-policy.`,
    );
  }
  const child = spawnPack(args);
  const port = portOf(child);
  // Awaited later; until then a failure is not an unhandled one.
  port.catch(() => undefined);
  return {
    port,
    stop: () => {
      child.kill("SIGKILL");
    },
  };
}

function spawnPack({ folder, mode, settings }: PackArgs): ChildProcess {
  const { project, stack, values } = settings;
  const child = spawn(process.execPath, ["--require", PACK_RUNTIME, RUN_PACK, UNUSED_ADDRESS, folder], {
    cwd: folder,
    env: {
      ...process.env,
      PULUMI_NODEJS_PROJECT: project,
      PULUMI_NODEJS_STACK: stack,
      PULUMI_NODEJS_DRY_RUN: String(mode === "preview"),
    },
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  // The engine uses the environment, of which one variable takes 128 KiB; see instruct() of program.ts.
  const pipe = child.stdio[3] as NodeJS.WritableStream;
  pipe.on("error", () => undefined);
  pipe.end(JSON.stringify(values));
  return child;
}

/** The port on which a pack listens: the first line that it prints. */
function portOf(child: ChildProcess): Promise<string> {
  const printed: Buffer[] = [];
  return new Promise((resolve, reject) => {
    const fail = (what: string): void => {
      clearTimeout(timer);
      reject(new UserError(`The policy pack ${what}: ${withoutStack(Buffer.concat(printed).toString("utf8"))}`));
    };
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      fail(`did not start within ${String(START_TIMEOUT / 1000)} seconds`);
    }, START_TIMEOUT);
    child.stdout?.once("data", (chunk: Buffer) => {
      clearTimeout(timer);
      resolve(chunk.toString("utf8").trim());
    });
    child.stderr?.on("data", (chunk: Buffer) => printed.push(chunk));
    child.on("error", () => {
      fail("cannot be started");
    });
    child.on("close", () => {
      fail("did not start");
    });
  });
}

/** What a process printed, without the stack of an error, which is not for users. */
export function withoutStack(text: string): string {
  const lines = text.split("\n").filter((line) => !/^\s+at /.test(line) && line.trim() !== "");
  return lines.slice(0, 6).join("\n").trim();
}
