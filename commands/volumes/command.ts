import { Command } from "commander";
import type { GrowFlags } from "./grow/run";
import type { ListFlags } from "./list/run";

/** `volumes VERB`: what is done to the disks of a cluster. Every verb shows its plan, and writes with `--apply` only. */
export function volumesCommand(): Command {
  return new Command("volumes")
    .description("List, grow, save and bring back the disks of StatefulSets in a cluster.")
    .addCommand(listCommand())
    .addCommand(growCommand());
}

/** Each verb is loaded when somebody asks: other commands have no use for it. */
/* eslint-disable @typescript-eslint/no-require-imports -- import() is not CommonJS */
const verbs = {
  list: (): typeof import("./list/run") => require("./list/run") as typeof import("./list/run"),
  grow: (): typeof import("./grow/run") => require("./grow/run") as typeof import("./grow/run"),
};
/* eslint-enable @typescript-eslint/no-require-imports */

function onCluster(command: Command): Command {
  return command
    .option("--kubeconfig <file>", "kubeconfig (default: KUBECONFIG, else ~/.kube/config)")
    .option("--context <name>", "context in it (default: the current one)");
}

function listCommand(): Command {
  return onCluster(
    new Command("list")
      .description(
        "List every claim with its set, ordinal, size, class, zones, age, last snapshot and cost; and volumes whose claim is gone. It only reads.",
      )
      .option("-n, --namespace <name>", "only this namespace (default: all)")
      .option("--usage", "ask the nodes how full the disks are, which needs the right to get nodes/proxy")
      .option("--json", "print JSON"),
  ).action((flags: ListFlags) => verbs.list().runList(flags));
}

/** `volumes grow SET`: what its claims need to be as large as its templates say, and with --apply makes them so. */
function growCommand(): Command {
  return onCluster(
    new Command("grow")
      .description(
        "Show which claims of a StatefulSet are smaller than its templates say, those of ordinals without a pod included. With --apply, grow them; it can be stopped at any time and run again.",
      )
      .argument("<set>", "name of the StatefulSet, which is that of the workload")
      .option("-n, --namespace <name>", "its namespace", "stateful"),
  )
    .option("--apply", "grow them; without it nothing is changed")
    .option("--timeout <seconds>", "how long to wait for the disks", "600")
    .addHelpText(
      "after",
      "\nExit code: 0 nothing is left to do, or it is shown what would be done; 1 something forbids it, or a disk has not grown; 2 the cluster or the set is not there.",
    )
    .action((set: string, flags: GrowFlags) => verbs.grow().runGrow(set, flags));
}
