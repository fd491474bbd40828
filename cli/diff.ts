import { Command, InvalidArgumentError } from "commander";
import { diffPlans } from "../plan/plan-diff";
import { diffCosts } from "./cost-diff";
import { costingOf, costOfPlan, withCostOptions } from "./costing";
import { diffMarkdown } from "./diff-markdown";
import { diffText } from "./diff-text";
import { EXIT } from "./exit";
import { readPlan } from "./plan-file";
import type { PlanDiff } from "../plan/plan-diff";
import type { Plan } from "../plan/plan";
import type { Verdicts } from "../plan/verdicts";
import type { CostDiff } from "./cost-diff";
import type { CostOptions } from "./costing";

interface Options extends CostOptions {
  readonly cwd: string;
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly maxIncrease?: number;
}

/** What is different between two plans, for whoever prints it. */
export interface Comparison {
  readonly stack: string;
  /** Whether there was no plan before. */
  readonly isNew: boolean;
  readonly resources: PlanDiff;
  readonly cost: CostDiff;
  /** What the pack says about the later plan. */
  readonly verdicts: Verdicts | null;
  /** Most US dollars a month that it may cost more; undefined for no limit. */
  readonly maxIncrease: number | undefined;
  /** Whether it costs more than that. */
  readonly isTooMuch: boolean;
}

/** Stands for a plan that is not there, in the place of the earlier one. */
const NONE = "none";

/** `plan diff BEFORE AFTER`: what another plan builds, costs and breaks. */
export function diffCommand(): Command {
  const command = new Command("diff")
    .description("Show what is different between two plans: resources, cost, and what the policy pack says.")
    .argument("<before>", `plan.json or its folder; ${NONE} for a stack that is new`)
    .argument("<after>", "plan.json or its folder")
    .option("--cwd <folder>", "folder of the Pulumi project, for its usage and prices", ".")
    .option("--max-increase <usd>", "exit 1 if a month is expected to cost more than this in addition", dollars)
    .option("--markdown", "print markdown, for a comment on a pull request")
    .option("--json", "print JSON")
    .action(runDiff);
  return withCostOptions(command);
}

function dollars(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value < 0) {
    throw new InvalidArgumentError("It must be a number of US dollars, 0 or more.");
  }
  return value;
}

function runDiff(before: string, after: string, _: unknown, command: Command): void {
  // `plan` has options of these names too, and would keep them.
  const options = command.optsWithGlobals<Options>();
  const comparison = compare(before === NONE ? undefined : readPlan(before), readPlan(after), options);
  process.stdout.write(show(comparison, options));
  if (comparison.isTooMuch) {
    process.exitCode = EXIT.findings;
  }
}

function compare(before: Plan | undefined, after: Plan, options: Options): Comparison {
  const costing = costingOf(options.cwd, after.stack, options);
  const cost = diffCosts(before && costOfPlan(before, costing), costOfPlan(after, costing));
  const { maxIncrease } = options;
  return {
    stack: after.stack,
    isNew: before === undefined,
    resources: diffPlans(before, after),
    cost,
    verdicts: after.verdicts,
    maxIncrease,
    isTooMuch: maxIncrease !== undefined && cost.change.gt(maxIncrease),
  };
}

function show(comparison: Comparison, { json, markdown }: Options): string {
  if (json === true) {
    return `${JSON.stringify(comparison, undefined, 2)}\n`;
  }
  return markdown === true ? diffMarkdown(comparison) : diffText(comparison);
}
