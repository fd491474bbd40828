import { Command, Option } from "commander";
import { SEVERITIES } from "../../policy/rules/engine/rule";
import type { AnalyzeFlags } from "./run";

/** `analyze PATHS`: what is wrong with manifests or a live cluster, how bad it is, and how to mend it. It only reads. */
export function analyzeCommand(): Command {
  const severities = [...SEVERITIES];
  return new Command("analyze")
    .description(
      "Judge Kubernetes manifests or a live cluster by the rules of this project: what is wrong, how bad, how to mend it. It only reads.",
    )
    .argument("[paths...]", "files, folders, patterns in quotes, or - for standard input")
    .option(
      "--format <format[:file]>",
      "text, json, sarif, junit, github or markdown; to a file after a colon; several",
      collect,
    )
    .addOption(
      new Option(
        "--fail-on <severity>",
        "worst severity that still passes is below this one (default: medium)",
      ).choices([...severities, "none"]),
    )
    .addOption(
      new Option("--min-severity <severity>", "report nothing below it (default: advisory)").choices(severities),
    )
    .option("--only <rules>", "ask only these rules, separated by commas", collect)
    .option("--skip <rules>", "do not ask these rules", collect)
    .option("--config <file>", "settings (default: .gke-stateful.yaml of this folder or one above)")
    .option("--no-config", "read no settings")
    .option("--baseline <file>", "report only what is not in this file")
    .option("--write-baseline <file>", "write today's findings to a file, for --baseline")
    .option("--kubernetes-version <version>", "version whose API counts, such as 1.35 (default: the newest known)")
    .option("--checklist", "print the completion checklist of every workload in place of the findings")
    .option("--allow-empty", "end with 0 where there is no object to judge")
    .option("--live", "judge the cluster of the kubeconfig in place of files; needs only permission to list")
    .option("--context <name>", "context of the kubeconfig, with --live")
    .option("--namespace <name>", "only this namespace, with --live; several", collect)
    .option("--explain [rule]", "tell all about a rule, or list the rules")
    .addHelpText(
      "after",
      "\nExit code: 0 nothing at the threshold, 1 findings at the threshold, 2 something could not be read or used, or nothing was there.",
    )
    .action((paths: string[], flags: AnalyzeFlags) => load().runAnalyze(paths, flags));
}

/** Values of an option that may be given several times, or with commas. */
function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, ...value.split(",").map((part) => part.trim())];
}

/** Loaded when somebody asks: other verbs have no use for it. */
function load(): typeof import("./run") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() is not CommonJS
  return require("./run") as typeof import("./run");
}
