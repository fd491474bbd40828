import { Command, Option } from "commander";
import type { AdoptFlags } from "./run";

/** `adopt PATHS`: an existing StatefulSet as a workload of a stack. */
export function adoptCommand(): Command {
  return new Command("adopt")
    .description(
      "Turn existing StatefulSets into workloads of a stack: print their entries, what does not carry over, and how the planned sets differ. Claims keep their names. It never writes to a cluster.",
    )
    .argument("<paths...>", "files, folders, patterns in quotes, or - for standard input")
    .option("--stack <stack>", "stack that they move into", "dev")
    .option("--cwd <folder>", "folder of the Pulumi project", ".")
    .option("--name <names>", "only these StatefulSets, separated by commas", (names: string) => names.split(","))
    .option("--namespace <name>", "namespace in which they are, where the manifests do not say")
    .option(
      "--zonal",
      "go on with disks in one zone each, by a StorageClass of their own; without it new disks are of the stack's class",
    )
    .addOption(new Option("--write", "write the entries that can be planned into the stack's file").conflicts("new"))
    .option("--new <folder>", "make a project there that depends on this package, with the stack in it")
    .option("--json", "print everything as JSON")
    .addHelpText(
      "after",
      "\nThe entries go to standard output, everything else to standard error.\nExit code: 0 the stack can be planned with them, 1 not with all of them yet, 2 something could not be read or used.",
    )
    .action((paths: string[], flags: AdoptFlags) => load().runAdopt(paths, flags));
}

/** Loaded when somebody asks: other verbs have no use for it. */
function load(): typeof import("./run") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() is not CommonJS
  return require("./run") as typeof import("./run");
}
