import { Command } from "commander";
import { adoptCommand } from "./adopt";
import { analyzeCommand } from "./analyze";
import { planCommand } from "./plan";
import { recommendCommand } from "./recommend";
import { pricesCommand } from "./prices";
import { runCli } from "./run-cli";
import { rehearseCommand } from "./rehearse";
import { toolsCommand } from "./tools";
import { usageCommand } from "./usage";
import { volumesCommand } from "./volumes";

/** The whole command line. */
export function main(argv: readonly string[]): Promise<void> {
  return runCli(
    new Command("gke-stateful")
      .description(
        "Plans a stateful service on GKE, judges it and its manifests, and says what it costs, without an account.",
      )
      .addCommand(planCommand())
      .addCommand(analyzeCommand())
      .addCommand(recommendCommand())
      .addCommand(adoptCommand())
      .addCommand(rehearseCommand())
      .addCommand(toolsCommand())
      .addCommand(volumesCommand())
      .addCommand(usageCommand())
      .addCommand(pricesCommand()),
    argv,
  );
}
