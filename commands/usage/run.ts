import { UserError } from "../shared/user-error";
import { STDIN } from "../shared/stdin";
import { rightsize } from "../../policy/cost/rightsizing";
import { costReport } from "../cost/report";
import { costFilesOf } from "../cost/options";
import { checkNames, graphOfPlan, readCosting } from "../cost/costing";
import { readPlan } from "../plan/plan-file";
import { readCosts, readRecommendations } from "./sources";
import { usageText } from "./text";
import type { Usage } from "../../policy/cost/usage";
import type { UsageResult } from "./text";
import type { CostOptions } from "../cost/options";

/** Options of `usage`. */
export interface UsageOptions extends CostOptions {
  readonly cwd: string;
  readonly vpa?: string;
  readonly costs?: string;
  readonly json?: boolean;
}

/** Compares a plan with what is really used, and prints that. */
export function runUsage(path: string, options: UsageOptions): void {
  if (options.vpa === undefined && options.costs === undefined) {
    throw new UserError(
      "There is nothing to compare with. Say --vpa - and pipe kubectl get vpa --all-namespaces -o json in, or --costs with the rows of a billing export.",
    );
  }
  if (options.vpa === STDIN && options.costs === STDIN) {
    throw new UserError(
      "--vpa and --costs are both -: standard input can be read only once. Write one of them to a file.",
    );
  }
  const plan = readPlan(path);
  const costing = readCosting(costFilesOf(options.cwd, plan.stack, options));
  const graph = graphOfPlan(plan);
  checkNames(costing, [graph]);
  const context = { graph, ...costing };
  const result = {
    rightsizing: options.vpa === undefined ? undefined : rightsize(context, readRecommendations(options.vpa)),
    costs: options.costs === undefined ? undefined : readCosts(options.costs),
  };
  process.stdout.write(
    options.json === true ? `${JSON.stringify(usageReport(result, context.usage), undefined, 2)}\n` : usageText(result),
  );
}

/** What is printed as JSON: estimates as in cost.json. */
function usageReport({ costs, rightsizing }: UsageResult, usage: Usage): object {
  return {
    costs,
    rightsizing: rightsizing && {
      ...rightsizing,
      before: costReport(rightsizing.before, usage),
      after: costReport(rightsizing.after, usage),
    },
  };
}
