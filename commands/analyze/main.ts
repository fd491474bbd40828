import { Command } from "commander";
import { analyzeCommand } from "./command";
import { runCli } from "../shared/run-cli";

/** Runs only `analyze`, whose package is one file that loads fast. Its commands and messages are those of the whole command line. */
export function main(argv: readonly string[]): Promise<void> {
  return runCli(new Command("gke-stateful").addCommand(analyzeCommand()), argv);
}
