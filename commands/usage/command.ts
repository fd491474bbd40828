import { Command } from "commander";
import { withCostOptions } from "../cost/options";
import type { UsageOptions } from "./run";

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
    .action((plan: string, options: UsageOptions) => {
      load().runUsage(plan, options);
    });
  return withCostOptions(command);
}

/** Loaded when somebody asks: other verbs have no use for it. */
function load(): typeof import("./run") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() is not CommonJS
  return require("./run") as typeof import("./run");
}
