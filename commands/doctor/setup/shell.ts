import { spawn } from "node:child_process";

/** Longest that a program may take, in milliseconds: the Pulumi CLI fetches its engine when it first runs. */
const PATIENCE = 120_000;

/** How a program ended. */
export interface Ran {
  /** Undefined where there is no such program, or it took too long. */
  readonly code: number | undefined;
  readonly stdout: string;
  /** The last line that it wrote to standard error. */
  readonly complaint: string;
}

/** Runs programs as a person would, on whatever the PATH has. */
export type Shell = (command: string, args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Ran>;

/** A shell that asks nobody anything: what would ask fails. */
export function shellIn(folder: string, environment: NodeJS.ProcessEnv): Shell {
  return (command, args, env = {}) =>
    new Promise((resolve) => {
      const child = spawn(command, args, {
        cwd: folder,
        env: { ...environment, CLOUDSDK_CORE_DISABLE_PROMPTS: "1", PULUMI_SKIP_UPDATE_CHECK: "true", ...env },
        stdio: ["ignore", "pipe", "pipe"],
        // Not `timeout`, whose timer runs on where there is no such program.
        signal: AbortSignal.timeout(PATIENCE),
      });
      const said = { stdout: "", stderr: "" };
      child.stdout.on("data", (chunk: Buffer) => (said.stdout += chunk.toString("utf8")));
      child.stderr.on("data", (chunk: Buffer) => (said.stderr += chunk.toString("utf8")));
      const end = (code: number | null): void => {
        const lines = said.stderr.split("\n").filter((line) => line.trim() !== "");
        resolve({ code: code ?? undefined, stdout: said.stdout, complaint: lines.at(-1)?.trim() ?? "" });
      };
      child.on("error", () => {
        end(null);
      });
      child.on("close", end);
    });
}
