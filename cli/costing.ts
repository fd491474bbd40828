import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { UserError } from "../plan/user-error";
import { STDIN } from "../plan/yaml-file";
import { estimate } from "../policy/cost/estimate";
import { loadPrices } from "../policy/cost/prices";
import { strangeNames } from "../policy/cost/usage-names";
import { fromPlan } from "../policy/graph/from-plan";
import { ObjectGraph } from "../policy/graph/graph";
import type { Command } from "commander";
import type { Plan } from "../plan/plan";
import type { Estimate } from "../policy/cost/estimate";
import type { PriceTable } from "../policy/cost/prices";
import type { Usage } from "../policy/cost/usage";

/** What an estimate is made with. */
export interface Costing {
  /** List prices. */
  readonly prices: PriceTable;
  /** Usage of a month. */
  readonly usage: Usage;
}

/** Options that say what an estimate is made with. */
export interface CostOptions {
  readonly usage?: string;
  readonly prices?: string;
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

/** Prices and usage: from the files that options name, or else from those of the project. */
export function costingOf(folder: string, stack: string, options: CostOptions): Costing {
  if (!existsSync(folder)) {
    throw new UserError(`--cwd ${folder} does not exist; name the folder of a Pulumi project.`);
  }
  const usage = fileOf(options.usage, join(folder, USAGE_FOLDER, `${stack}.yaml`));
  const prices = fileOf(options.prices, join(folder, PRICES_FILE));
  return {
    usage: usage === undefined ? {} : loadUsageFile().readUsage(usage),
    prices: prices === undefined ? loadPrices() : loadPricesFile().readPrices(prices),
  };
}

function fileOf(given: string | undefined, own: string): string | undefined {
  if (given === undefined) {
    return existsSync(own) ? own : undefined;
  }
  return given === STDIN ? given : resolve(given);
}

/** Loaded where there is such a file, as the next one: most plans have none, and their libraries take time. */
function loadUsageFile(): typeof import("./usage-file") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() is not CommonJS
  return require("./usage-file") as typeof import("./usage-file");
}

function loadPricesFile(): typeof import("./prices-file") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() is not CommonJS
  return require("./prices-file") as typeof import("./prices-file");
}

/** The objects of a plan. */
export function graphOfPlan({ resources }: Plan): ObjectGraph {
  return new ObjectGraph(fromPlan(resources));
}

/** Errors: UserError where the usage names something that none of the plans has. */
export function checkNames({ usage }: Costing, graphs: readonly ObjectGraph[]): void {
  const [strange] = strangeNames(usage, graphs);
  if (strange !== undefined) {
    const allowed = strange.allowed.length === 0 ? "the plan has none" : `there is ${strange.allowed.join(", ")}`;
    throw new UserError(
      `The usage has ${strange.key}.${strange.name}, and nothing is called that: ${allowed}. Change the name, or take it out.`,
    );
  }
}

/** What a plan costs a month. Errors: UserError where the usage names something that it does not have. */
export function costOfPlan(plan: Plan, costing: Costing): Estimate {
  const graph = graphOfPlan(plan);
  checkNames(costing, [graph]);
  return estimate({ graph, ...costing });
}
