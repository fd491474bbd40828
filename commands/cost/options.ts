import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { UserError } from "../shared/user-error";
import { STDIN } from "../shared/stdin";
import type { Command } from "commander";

/** Options that say what an estimate is made with. */
export interface CostOptions {
  readonly usage?: string;
  readonly prices?: string;
}

/** Files that an estimate is made with; undefined where there is none. */
export interface CostFiles {
  readonly usage: string | undefined;
  readonly prices: string | undefined;
}

/** A project's own table, and the usage of its stacks. */
const PRICES_FILE = "prices.json";
const USAGE_FOLDER = "usage";

/** Adds `--usage` and `--prices`. */
export function withCostOptions(command: Command): Command {
  return command
    .option("--usage <file>", "usage of a month (default: usage/<stack>.yaml, if there is one)")
    .option("--prices <file>", "price table (default: prices.json, if there is one, or that of this version)");
}

/** The files that options name, or else those of the project. Errors: UserError where there is no such folder. */
export function costFilesOf(folder: string, stack: string, { prices, usage }: CostOptions): CostFiles {
  if (!existsSync(folder)) {
    throw new UserError(`--cwd ${folder} does not exist; name the folder of a Pulumi project.`);
  }
  return {
    usage: fileOf(usage, join(folder, USAGE_FOLDER, `${stack}.yaml`)),
    prices: fileOf(prices, join(folder, PRICES_FILE)),
  };
}

function fileOf(given: string | undefined, own: string): string | undefined {
  if (given === undefined) {
    return existsSync(own) ? own : undefined;
  }
  return given === STDIN ? given : resolve(given);
}
