import { Command } from "commander";
import type { RehearseFlags } from "./run";

/** `rehearse STACK`: the stack on a throwaway real control plane, and what drills leave of it. */
export function rehearseCommand(): Command {
  return new Command("rehearse")
    .description(
      "Bring a stack up on a throwaway real Kubernetes control plane with simulated nodes and disks, break it, and measure what stays available. Needs the programs of npm run tools, and no account.",
    )
    .argument("<stack>", "name of the stack: dev for Pulumi.dev.yaml")
    .option("--cwd <folder>", "folder of the Pulumi project", ".")
    .option("--drills <names>", "only these drills, separated by commas", names)
    .option("--workloads <names>", "only these workloads, separated by commas", names)
    .option("--target <percent>", "share of the time in which enough pods have to be ready", "99.9")
    .option("--start-delay <seconds>", "from a pod's disks to its readiness (default: 2)")
    .option("--stop-delay <seconds>", "from a pod's deletion to its end, its preStop hook included (default: 1)")
    .option("--attach-delay <seconds>", "until a disk is attached (default: 1)")
    .option("--node-delay <seconds>", "until a new node is ready (default: 3)")
    .option(
      "--peers <pods>",
      "pods of a workload that have to run before any is ready, as members of a quorum (default: 1)",
    )
    .option("--report <file>", "also write the report as a page: report.html, or as JSON: report.json")
    .option("--json", "print the report as JSON")
    .option("--keep", "leave the control plane up until Ctrl-C, and print its kubeconfig")
    .addHelpText(
      "after",
      "\nExit code: 0 the target holds and every drill passed, 1 not, 2 it could not run. The page tells what is simulated.",
    )
    .action((stack: string, flags: RehearseFlags) => load().runRehearse(stack, flags));
}

function names(text: string): string[] {
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** Loaded when somebody asks: other verbs have no use for it. */
function load(): typeof import("./run") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() is not CommonJS
  return require("./run") as typeof import("./run");
}
