import { Command, Option } from "commander";
import type { DoctorFlags } from "./run";

/** `doctor`: what is wrong with the workloads of a cluster, why, and what to do. It only reads. */
export function doctorCommand(): Command {
  return (
    onCluster(
      new Command("doctor").description(
        "Find what is wrong with the StatefulSets of a cluster, the likeliest cause first, with what was seen and what to do. It only reads.",
      ),
    )
      .option("--workload <name>", "only this StatefulSet (default: all)")
      .option("--dump <folder>", "judge what doctor dump has written, and no cluster")
      .addOption(
        new Option("--format <format>", "how to print it").choices(["text", "json", "markdown"]).default("text"),
      )
      .addHelpText(
        "after",
        "\nExit code: 0 nothing is wrong; 1 something is; 2 the cluster does not answer, or there was nothing to judge.",
      )
      .action((flags: DoctorFlags) => load().runDoctor(flags))
      // What follows dump is its own.
      .enablePositionalOptions()
      .addCommand(dumpCommand())
  );
}

function dumpCommand(): Command {
  return onCluster(
    new Command("dump")
      .description("Write what doctor needs into a folder, redacted, for somebody who may not reach the cluster.")
      .argument("<folder>", "folder that is not there yet, or empty"),
  ).action((folder: string, flags: Omit<DoctorFlags, "dump" | "format" | "workload">) => load().runDump(folder, flags));
}

function onCluster(command: Command): Command {
  return command
    .option("-n, --namespace <name>", "only this namespace (default: all)")
    .option("--kubeconfig <file>", "kubeconfig (default: KUBECONFIG, else ~/.kube/config)")
    .option("--context <name>", "context in it (default: the current one)");
}

/** Loaded when somebody asks: other commands have no use for it. */
function load(): typeof import("./run") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() is not CommonJS
  return require("./run") as typeof import("./run");
}
