import { Command } from "commander";
import { sessionsCommand } from "./sessions/command";
import { runCli } from "./shared/run-cli";
import { volumesCommand } from "./volumes/command";

/** Runs what the image does in a cluster. Its commands and messages are those of the whole command line. */
export function main(argv: readonly string[]): Promise<void> {
  return runCli(new Command("gke-stateful").addCommand(volumesCommand()).addCommand(sessionsCommand()), argv);
}
