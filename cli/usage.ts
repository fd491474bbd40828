import { Command } from "commander";
import { UserError } from "../plan/user-error";
import { STDIN } from "../plan/yaml-file";
import { rightsize } from "../policy/cost/rightsizing";
import { checkNames, costingOf, graphOfPlan, withCostOptions } from "./costing";
import { readPlan } from "./plan-file";
import { readCosts, readRecommendations } from "./usage-sources";
import { usageText } from "./usage-text";
import type { CostOptions } from "./costing";

interface Options extends CostOptions {
  readonly cwd: string;
  readonly vpa?: string;
  readonly costs?: string;
  readonly json?: boolean;
}

/** `usage PLAN`: what the cluster really uses, and what smaller requests would save. It only reads. */
export function usageCommand(): Command {
  const command = new Command("usage")
    .description(
      "Compare a plan with what its workloads really use, and say what other requests would save. It only reads.",
    )
    .argument("<plan>", "plan.json or its folder, such as out/prod")
    .option("--vpa <file>", "recommendations: kubectl get vpa --all-namespaces -o json; - for standard input")
    .option(
      "--costs <file>",
      "rows of GKE cost allocation by namespace: bq query --format=json; docs/cost.md has the query",
    )
    .option("--cwd <folder>", "folder of the Pulumi project, for its usage and prices", ".")
    .option("--json", "print JSON")
    .action(runUsage);
  return withCostOptions(command);
}

function runUsage(path: string, options: Options): void {
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
  const costing = costingOf(options.cwd, plan.stack, options);
  const graph = graphOfPlan(plan);
  checkNames(costing, [graph]);
  const context = { graph, ...costing };
  const result = {
    rightsizing: options.vpa === undefined ? undefined : rightsize(context, readRecommendations(options.vpa)),
    costs: options.costs === undefined ? undefined : readCosts(options.costs),
  };
  process.stdout.write(options.json === true ? `${JSON.stringify(result, undefined, 2)}\n` : usageText(result));
}
