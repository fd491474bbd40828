import { Command, InvalidArgumentError, Option } from "commander";
import { estimate } from "../policy/cost/estimate";
import { diffPlans } from "../plan/plan-diff";
import { diffCosts } from "./cost-diff";
import { checkNames, costingOf, graphOfPlan, withCostOptions } from "./costing";
import { diffMarkdown } from "./diff-markdown";
import { diffText } from "./diff-text";
import { EXIT } from "./exit";
import { readPlan } from "./plan-file";
import type { PlanDiff } from "../plan/plan-diff";
import type { Plan } from "../plan/plan";
import type { Verdicts } from "../plan/verdicts";
import type { Estimate } from "../policy/cost/estimate";
import type { ObjectGraph } from "../policy/graph/graph";
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
  /** Whether it costs more than that, or nobody can tell because a price is not known. */
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
    .addOption(new Option("--markdown", "print markdown, for a comment on a pull request").conflicts("json"))
    .option("--json", "print JSON")
    .action(runDiff);
  return withCostOptions(command);
}

function dollars(text: string): number {
  if (!/^\d{1,15}(?:\.\d+)?$/.test(text)) {
    throw new InvalidArgumentError("It must be a number of US dollars, 0 or more.");
  }
  return Number(text);
}

function runDiff(before: string, after: string, options: Options): void {
  const comparison = compare(before === NONE ? undefined : readPlan(before), readPlan(after), options);
  process.stdout.write(show(comparison, options));
  if (comparison.isTooMuch) {
    process.exitCode = EXIT.findings;
  }
}

function compare(before: Plan | undefined, after: Plan, options: Options): Comparison {
  const cost = diffCosts(...estimates(before, after, options));
  const { maxIncrease } = options;
  return {
    stack: after.stack,
    isNew: before === undefined,
    resources: diffPlans(before, after),
    cost,
    verdicts: after.verdicts,
    maxIncrease,
    isTooMuch: maxIncrease !== undefined && (cost.change.gt(maxIncrease) || cost.unpricedAfter.length > 0),
  };
}

/** Both at the same prices, each with the usage of its stack; a name in a usage may be that of either plan. */
function estimates(
  before: Plan | undefined,
  after: Plan,
  options: Options,
): readonly [before: Estimate | undefined, after: Estimate] {
  const [old, now] = [before && graphOfPlan(before), graphOfPlan(after)];
  const graphs = old === undefined ? [now] : [old, now];
  const estimateOf = (graph: ObjectGraph, stack: string): Estimate => {
    const costing = costingOf(options.cwd, stack, options);
    checkNames(costing, graphs);
    return estimate({ graph, ...costing });
  };
  return [before && old && estimateOf(old, before.stack), estimateOf(now, after.stack)];
}

function show(comparison: Comparison, { json, markdown }: Options): string {
  if (json === true) {
    return `${JSON.stringify(comparison, undefined, 2)}\n`;
  }
  return markdown === true ? diffMarkdown(comparison) : diffText(comparison);
}
