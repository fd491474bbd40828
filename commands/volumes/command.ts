import { Command } from "commander";
import type { GrowFlags } from "./run";

/** `volumes grow SET`: what its claims need to be as large as its templates say, and with --apply makes them so. */
export function volumesCommand(): Command {
  return new Command("volumes").description("Work on the disks of a StatefulSet in a cluster.").addCommand(
    new Command("grow")
      .description(
        "Show which claims of a StatefulSet are smaller than its templates say, those of ordinals without a pod included. With --apply, grow them; it can be stopped at any time and run again.",
      )
      .argument("<set>", "name of the StatefulSet, which is that of the workload")
      .option("-n, --namespace <name>", "its namespace", "stateful")
      .option("--kubeconfig <file>", "kubeconfig (default: KUBECONFIG, else ~/.kube/config)")
      .option("--context <name>", "context in it (default: the current one)")
      .option("--apply", "grow them; without it nothing is changed")
      .option("--timeout <seconds>", "how long to wait for the disks", "600")
      .addHelpText(
        "after",
        "\nExit code: 0 nothing is left to do, or it is shown what would be done; 1 something forbids it, or a disk has not grown; 2 the cluster or the set is not there.",
      )
      .action((set: string, flags: GrowFlags) => load().runGrow(set, flags)),
  );
}

/** Loaded when somebody asks: other verbs have no use for it. */
function load(): typeof import("./run") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() is not CommonJS
  return require("./run") as typeof import("./run");
}
