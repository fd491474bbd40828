import { Command, Option } from "commander";
import { flagOf } from "./flags";
import type { RecommendFlags } from "./run";

/** Requirements that can be given as flags, with how a value is called. Meaning, units and defaults: recommend/requirements.ts. */
const FLAGS = {
  name: "<name>",
  data: "<kind>",
  size: "<size>",
  growth: "<size>",
  replicas: "<number>",
  rpo: "<duration>",
  rto: "<duration>",
  availability: "<percent>",
  budget: "<dollars>",
  zones: "<number>",
  iops: "<number>",
  cpu: "<cpu>",
  memory: "<size>",
  image: "<image>",
  port: "<port>",
  mountPath: "<path>",
  project: "<id>",
  region: "<region>",
} as const;

/** What each flag means. */
const MEANINGS: Readonly<Record<keyof typeof FLAGS, string>> = {
  name: "name of the workload (default: db)",
  data: "kind of data: replicated, single, sessions, cache, shared-files or none",
  size: "data of each pod today, such as 20Gi",
  growth: "how much more each pod holds a month later (default: 0)",
  replicas: "number of pods (default: what the data needs)",
  rpo: "most data that may be lost, in time: 0, 30m, 4h, 1d, or any",
  rto: "longest time without service after a failure: 5m, 1h",
  availability: "share of a month in which the service answers, in percent (default: 99)",
  budget: "most that a month may cost, in US dollars",
  zones: "number of zones (default: what the data needs)",
  iops: "operations a second of each pod's disk",
  cpu: "CPU of each pod",
  memory: "memory of each pod",
  image: "container image",
  port: "port on which it serves",
  mountPath: "directory in which the image keeps its data (default: /data)",
  project: "Google Cloud project",
  region: "region (default: europe-west1)",
};

/** `recommend`: from a few requirements to a stack's configuration, with the reasons. */
export function recommendCommand(): Command {
  const command = new Command("recommend").description(
    "Turn a few requirements into the configuration of a stack, say why, and what was rejected. On a terminal it asks for what is not given.",
  );
  for (const [flag, value] of Object.entries(FLAGS)) {
    command.addOption(new Option(`${flagOf(flag)} ${value}`, MEANINGS[flag as keyof typeof FLAGS]));
  }
  return command
    .option("--stack <stack>", "name of the new stack", "new")
    .option("--cwd <folder>", "folder of the Pulumi project", ".")
    .addOption(new Option("--write", "write Pulumi.<stack>.yaml, which must not exist").conflicts("new"))
    .option("--new <folder>", "make a project there that depends on this package, with the stack in it")
    .option("--json", "print everything as JSON")
    .addHelpText(
      "after",
      "\nThe configuration goes to standard output, the reasons to standard error.\nExit code: 0 it meets what was asked, 1 it does not, or a StatefulSet is the wrong tool, 2 something could not be read or used.",
    )
    .action((flags: RecommendFlags) => load().runRecommend(flags));
}

/** Loaded when somebody asks: other verbs have no use for it. */
function load(): typeof import("./run") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() is not CommonJS
  return require("./run") as typeof import("./run");
}
