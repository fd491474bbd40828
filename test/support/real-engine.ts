import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { ROOT, settingsWith } from "./stacks";
import type { Ran } from "./engine";
import type { Engine } from "./life";
import type { Changes } from "./stacks";

/** Whether the Pulumi CLI answers. Where it does not, tests that need it are counted as skipped. */
export const hasPulumi = spawnSync("pulumi", ["version"], { timeout: 60_000 }).status === 0;

const STACK = "local";

/** The Pulumi CLI on a copy of the project, with a state of its own. */
export class RealEngine implements Engine {
  private readonly home = mkdtempSync(join(tmpdir(), "gke-stateful-engine-"));
  private readonly project = join(this.home, "project");
  private readonly kubeconfig: string;

  constructor(kubeconfig: string) {
    this.kubeconfig = kubeconfig;
    // A copy, so that nothing touches the stack files of the repository.
    cpSync(ROOT, this.project, { recursive: true, filter: (path) => !/[\\/](?:node_modules|out|\.git)$/.test(path) });
    symlinkSync(join(ROOT, "node_modules"), join(this.project, "node_modules"));
  }

  /** A preview that fails where anything would change. */
  async preview(changes: Changes): Promise<Ran> {
    return this.pulumi(changes, ["preview", "--expect-no-changes"]);
  }

  async up(changes: Changes): Promise<Ran> {
    return this.pulumi(changes, ["up", "--yes"]);
  }

  async destroy(changes: Changes): Promise<Ran> {
    return this.pulumi(changes, ["destroy", "--yes", "--run-program"]);
  }

  /** What is refused comes in the preview, before anything is touched, so there is nothing to spoil. */
  copy(): Engine {
    return this;
  }

  /** Removes the copy. */
  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }

  private async pulumi(changes: Changes, args: readonly string[]): Promise<Ran> {
    await this.run(["stack", "select", "--create", STACK]);
    this.configure(changes);
    const { code, printed } = await this.run([...args, "--stack", STACK]);
    return { errors: code === 0 ? [] : [printed], warnings: [], steps: [], deleted: [] };
  }

  /** Writes the stack's file, and keeps what the CLI has put into it. */
  private configure(changes: Changes): void {
    const file = join(this.project, `Pulumi.${STACK}.yaml`);
    const { values } = settingsWith(STACK, changes);
    const config = Object.fromEntries(Object.entries(values).map(([key, text]) => [key, valueOf(text)]));
    const before = parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    writeFileSync(file, stringify({ ...before, config }));
  }

  private run(args: readonly string[]): Promise<{ code: number | null; printed: string }> {
    const child = spawn("pulumi", [...args, "--non-interactive"], {
      cwd: this.project,
      env: {
        ...process.env,
        KUBECONFIG: this.kubeconfig,
        PULUMI_BACKEND_URL: `file://${this.home}`,
        PULUMI_CONFIG_PASSPHRASE: "test",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => {
        resolve({ code, printed: Buffer.concat(chunks).toString("utf8") });
      });
    });
  }
}

/** A value as the stack's file holds it. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
