import { fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../shared/user-error";
import type { ChildProcess } from "node:child_process";

/** The process that outlives this one for as long as it takes to clean up. */
const KEEPER = join(__dirname, "..", "..", "..", "bin", "keeper.js");
/** Lines of a log that a message repeats. */
const LAST_LINES = 5;

/** What the keeper says. */
interface Message {
  readonly name?: string;
  readonly pid?: number;
  readonly failed?: string;
  readonly exited?: number | string;
}

/** The processes of a rehearsal. None of them outlives this one for more than a moment, however it ends. */
export class Processes {
  private readonly keeper: ChildProcess;
  private readonly folder: string;
  private readonly waiting = new Map<string, { resolve: (pid: number) => void; reject: (error: Error) => void }>();
  private fault: UserError | undefined;
  private isStopping = false;

  constructor(folder: string) {
    this.folder = folder;
    this.keeper = fork(KEEPER, [folder], {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      detached: true,
      execArgv: [], // plain JavaScript
    });
    this.keeper.on("message", (message: Message) => {
      this.hear(message);
    });
    this.keeper.on("exit", () => {
      if (!this.isStopping) {
        this.fault ??= new UserError("The process that keeps the programs of the rehearsal has ended.");
        this.waiting.forEach(({ reject }) => {
          reject(this.fault ?? new Error());
        });
      }
    });
    // A finished rehearsal does not wait for it.
    this.keeper.unref();
    this.keeper.channel?.unref();
  }

  /** Starts a program. Errors: UserError where it cannot be started. */
  start(name: string, command: string, args: readonly string[]): Promise<number> {
    this.keeper.channel?.ref();
    return new Promise((resolve, reject) => {
      this.waiting.set(name, { resolve, reject });
      this.keeper.send({ start: { name, command, args } });
    });
  }

  /** Errors: UserError where a program has ended by itself, with the end of its log. */
  check(): void {
    if (this.fault !== undefined) {
      throw this.fault;
    }
  }

  /** Stops everything and removes the folder, but for the logs where somebody wants to read them. */
  stop({ keepsLogs = false } = {}): Promise<void> {
    this.isStopping = true;
    this.keeper.ref();
    return new Promise((resolve) => {
      this.keeper.once("exit", () => {
        resolve();
      });
      if (!this.keeper.connected) {
        resolve();
        return;
      }
      this.keeper.send({ stop: { keepsLogs } });
    });
  }

  private hear({ exited, failed, name = "", pid }: Message): void {
    if (pid !== undefined) {
      this.waiting.get(name)?.resolve(pid);
      this.waiting.delete(name);
      this.keeper.channel?.unref();
    }
    const end = failed ?? (exited === undefined ? undefined : `ended with ${String(exited)}`);
    if (end !== undefined) {
      this.fault ??= new UserError(`${name} ${end}. The end of its log:\n${this.lastLines(name)}`);
      this.waiting.get(name)?.reject(this.fault);
    }
  }

  private lastLines(name: string): string {
    try {
      const log = readFileSync(join(this.folder, "logs", `${name}.log`), "utf8");
      return log.trimEnd().split("\n").slice(-LAST_LINES).join("\n");
    } catch {
      return "(it wrote none)";
    }
  }
}
