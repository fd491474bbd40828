import { spawn } from "node:child_process";

/** Longest that a program may take, in milliseconds: the Pulumi CLI fetches its engine when it first runs. */
const PATIENCE = 120_000;

/** How a program ended. */
export interface Ran {
  /** Undefined where there is no such program, or it took too long. */
  readonly code: number | undefined;
  readonly stdout: string;
  /** What it wrote to standard error, on one line. */
  readonly complaint: string;
}

/** Runs programs as a person would, on whatever the PATH has. */
export type Shell = (command: string, args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Ran>;

/** A shell that asks nobody anything: what would ask fails. What takes too long ends, with all that it has started. */
export function shellIn(folder: string, environment: NodeJS.ProcessEnv, patience = PATIENCE): Shell {
  return (command, args, env = {}) =>
    new Promise((resolve) => {
      const child = spawn(command, args, {
        cwd: folder,
        env: { ...environment, CLOUDSDK_CORE_DISABLE_PROMPTS: "1", PULUMI_SKIP_UPDATE_CHECK: "true", ...env },
        stdio: ["ignore", "pipe", "pipe"],
        // A group of its own, which can be ended as a whole: gcloud is a script that starts another program.
        detached: true,
      });
      const said = { stdout: "", stderr: "" };
      child.stdout.on("data", (chunk: Buffer) => (said.stdout += chunk.toString("utf8")));
      child.stderr.on("data", (chunk: Buffer) => (said.stderr += chunk.toString("utf8")));
      const end = (code: number | null): void => {
        clearTimeout(timer);
        resolve({
          code: code ?? undefined,
          stdout: said.stdout,
          complaint: said.stderr.replaceAll(/\s+/g, " ").trim(),
        });
      };
      const timer = setTimeout(() => {
        said.stderr = `${command} did not end within ${String(patience / 1000)} s`;
        endGroup(child.pid);
        end(null);
      }, patience);
      child.on("error", () => {
        end(null);
      });
      child.on("close", end);
    });
}

/** The JSON that a program has printed; undefined where it failed, or printed something else. */
export function jsonOf({ code, stdout }: Ran): unknown {
  try {
    return code === 0 ? (JSON.parse(stdout) as unknown) : undefined;
  } catch {
    return undefined;
  }
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) {
      process.kill(-pid, "SIGKILL");
    }
  } catch {
    // It has ended just now.
  }
}
