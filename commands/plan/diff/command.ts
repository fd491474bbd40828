import { Command, InvalidArgumentError, Option } from "commander";
import { withCostOptions } from "../../cost/options";
import type { DiffOptions } from "./run";

/** Stands for a plan that is not there, in the place of the earlier one. */
const NO_PLAN = "none";

/** `plan diff BEFORE AFTER`: what another plan builds, costs and breaks. */
export function diffCommand(): Command {
  const command = new Command("diff")
    .description(
      "Show what is different between two plans: what is replaced and deleted, other resources, cost, and what the policy pack says.",
    )
    .argument("<before>", `plan.json or its folder; ${NO_PLAN} for a stack that is new`)
    .argument("<after>", "plan.json or its folder")
    .option("--cwd <folder>", "folder of the Pulumi project, for its usage and prices", ".")
    .option("--max-increase <usd>", "exit 1 if a month is expected to cost more than this in addition", dollars)
    .addOption(new Option("--markdown", "print markdown, for a comment on a pull request").conflicts("json"))
    .option("--all", "show every input that changes; without it the first eight of each resource")
    .option("--json", "print JSON")
    .action((before: string, after: string, options: DiffOptions) => {
      load().runDiff(before === NO_PLAN ? undefined : before, after, options);
    });
  return withCostOptions(command);
}

function dollars(text: string): number {
  if (!/^\d{1,15}(?:\.\d+)?$/.test(text)) {
    throw new InvalidArgumentError("It must be a number of US dollars, 0 or more.");
  }
  return Number(text);
}

/** Loaded when somebody asks: other verbs have no use for it. */
function load(): typeof import("./run") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() is not CommonJS
  return require("./run") as typeof import("./run");
}
