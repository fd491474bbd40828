import { Command, Option } from "commander";
import type { DoctorFlags } from "./run";
import type { SetupFlags } from "./setup/run";

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
      // What follows a verb is its own.
      .enablePositionalOptions()
      .addCommand(dumpCommand())
      .addCommand(setupCommand())
  );
}

function dumpCommand(): Command {
  return onCluster(
    new Command("dump")
      .description("Write what doctor needs into a folder, redacted, for somebody who may not reach the cluster.")
      .argument("<folder>", "folder that is not there yet, or empty"),
  ).action((folder: string, flags: Omit<DoctorFlags, "dump" | "format" | "workload">) => load().runDump(folder, flags));
}

function setupCommand(): Command {
  return new Command("setup")
    .description(
      "Look for what the first pulumi up of a stack needs: programs, logins, project, APIs and quota. It changes nothing.",
    )
    .argument("<stack>", "name of the stack: dev for Pulumi.dev.yaml")
    .option("--cwd <folder>", "folder of the Pulumi project", ".")
    .addOption(new Option("--format <format>", "how to print it").choices(["text", "json"]).default("text"))
    .addHelpText(
      "after",
      "\nExit code: 0 all is there; 1 something is missing or could not be told; 2 the stack cannot be read.",
    )
    .action((stack: string, flags: SetupFlags) => loadSetup().runSetup(stack, flags));
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

function loadSetup(): typeof import("./setup/run") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() is not CommonJS
  return require("./setup/run") as typeof import("./setup/run");
}
