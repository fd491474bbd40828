import { Command } from "commander";
import { runCli } from "../shared/run-cli";
import { volumesCommand } from "./command";

/** Runs only `volumes`, for the image that runs in a cluster. Its commands and messages are those of the whole command line. */
export function main(argv: readonly string[]): Promise<void> {
  return runCli(new Command("gke-stateful").addCommand(volumesCommand()), argv);
}
