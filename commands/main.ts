import { Command } from "commander";
import { adoptCommand } from "./adopt/command";
import { completionCommand } from "./completion/command";
import { analyzeCommand } from "./analyze/command";
import { doctorCommand } from "./doctor/command";
import { planCommand } from "./plan/command";
import { recommendCommand } from "./recommend/command";
import { pricesCommand } from "./prices/command";
import { runCli } from "./shared/run-cli";
import { rehearseCommand } from "./rehearse/command";
import { toolsCommand } from "./tools/command";
import { sessionsCommand } from "./sessions/command";
import { usageCommand } from "./usage/command";
import { volumesCommand } from "./volumes/command";

/** Runs the command line. */
export function main(argv: readonly string[]): Promise<void> {
  return runCli(program(), argv);
}

/** The whole command line. */
export function program(): Command {
  return new Command("gke-stateful")
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
    .addCommand(sessionsCommand())
    .addCommand(doctorCommand())
    .addCommand(usageCommand())
    .addCommand(pricesCommand())
    .addCommand(completionCommand());
}
