import { estimate } from "../../../policy/cost/estimate";
import { diffPlans } from "./plan-diff";
import { diffCosts } from "./cost-diff";
import { costFilesOf } from "../../cost/options";
import { checkNames, graphOfPlan, readCosting } from "../../cost/costing";
import { diffMarkdown } from "./markdown";
import { diffText } from "./text";
import { EXIT } from "../../shared/exit";
import { readPlan } from "../plan-file";
import type { Comparison } from "./comparison";
import type { Plan } from "../engine/plan";
import type { Estimate } from "../../../policy/cost/estimate";
import type { ObjectGraph } from "../../../policy/graph/graph";
import type { CostOptions } from "../../cost/options";

/** Options of `plan diff`. */
export interface DiffOptions extends CostOptions {
  readonly cwd: string;
  readonly all?: boolean;
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly maxIncrease?: number;
}

/** Compares two plans and prints what is different; the earlier one may be none at all. */
export function runDiff(before: string | undefined, after: string, options: DiffOptions): void {
  const comparison = compare(before === undefined ? undefined : readPlan(before), readPlan(after), options);
  process.stdout.write(show(comparison, options));
  if (comparison.isTooMuch) {
    process.exitCode = EXIT.findings;
  }
}

function compare(before: Plan | undefined, after: Plan, options: DiffOptions): Comparison {
  const cost = diffCosts(...estimates(before, after, options));
  const { maxIncrease } = options;
  return {
    stack: after.stack,
    isNew: before === undefined,
    resources: diffPlans(before, after),
    cost,
    verdicts: after.verdicts,
    showsAll: options.all === true,
    maxIncrease,
    isTooMuch: maxIncrease !== undefined && (cost.change.gt(maxIncrease) || cost.unpricedAfter.length > 0),
  };
}

/** Both at the same prices, each with the usage of its stack; a name in a usage may be that of either plan. */
function estimates(
  before: Plan | undefined,
  after: Plan,
  options: DiffOptions,
): readonly [before: Estimate | undefined, after: Estimate] {
  const [old, now] = [before && graphOfPlan(before), graphOfPlan(after)];
  const graphs = old === undefined ? [now] : [old, now];
  const estimateOf = (graph: ObjectGraph, stack: string): Estimate => {
    const costing = readCosting(costFilesOf(options.cwd, stack, options));
    checkNames(costing, graphs);
    return estimate({ graph, ...costing });
  };
  return [before && old && estimateOf(old, before.stack), estimateOf(now, after.stack)];
}

function show(comparison: Comparison, { json, markdown }: DiffOptions): string {
  if (json === true) {
    return `${JSON.stringify(comparison, undefined, 2)}\n`;
  }
  return markdown === true ? diffMarkdown(comparison) : diffText(comparison);
}
