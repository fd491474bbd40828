import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command, Option } from "commander";
import { manifestsOf } from "./engine/manifests";
import { readPackConfig } from "./engine/policy-config";
import { planProgram } from "./engine/program";
import { readStackSettings } from "./engine/stack-settings";
import { UserError } from "../shared/user-error";
import { hasMandatory } from "./engine/verdicts";
import { costFilesOf, withCostOptions } from "../cost/options";
import { diffCommand } from "./diff/command";
import { EXIT } from "../shared/exit";
import { OWN_PACK } from "./own-pack";
import { shown } from "../shared/shown";
import type { Plan } from "./engine/plan";
import type { ProgramArgs } from "./engine/program";
import type { StackSettings } from "./engine/stack-settings";
import type { CostFiles, CostOptions } from "../cost/options";
import type { Costing } from "../cost/costing";

interface Options extends CostOptions {
  readonly cwd: string;
  readonly out: string;
  readonly json?: boolean;
  readonly annotations?: boolean;
  readonly update?: boolean;
  readonly policy: boolean;
  readonly policyPack: string;
  readonly policyPackConfig?: string;
}

/** Where a project keeps the configuration of its packs, by stack. */
const PACK_CONFIG = join("policy", "config");

/** `plan STACK`: what the program of a stack would build and cost, without an account. */
export function planCommand(): Command {
  const command = new Command("plan")
    .enablePositionalOptions()
    .description(
      "Run the program of a stack in memory and show what it would build and cost. Needs no account and changes nothing.",
    )
    .argument("<stack>", "name of the stack: dev for Pulumi.dev.yaml")
    .option("--cwd <folder>", "folder of the Pulumi project", ".")
    .option("--out <folder>", "folder for plan.json, cost.json and the manifests", "out/<stack>")
    .option("--update", "answer provider outputs as after an update, instead of as in a first preview")
    .option("--policy-pack <folder>", "policy pack that judges the plan", OWN_PACK)
    .option("--policy-pack-config <file>", "its configuration (default: policy/config/<stack>.json, if there is one)")
    .option("--no-policy", "judge nothing")
    .option("--json", "print the plan as JSON")
    .addOption(
      new Option("--annotations", "also print what the pack says as annotations of a GitHub workflow").conflicts(
        "json",
      ),
    )
    .action(runPlan);
  return withCostOptions(command).addCommand(diffCommand());
}

async function runPlan(stack: string, options: Options): Promise<void> {
  if (options.out === "") {
    throw new UserError("--out is empty; name a folder, such as out/<stack>.");
  }
  const folder = resolve(options.cwd);
  const settings = readStackSettings(folder, stack);
  const files = costFilesOf(folder, stack, options);
  const early = readEarly(files);
  const mode = options.update === true ? "update" : "preview";
  const pack = packOf(folder, stack, options);
  const planning = planProgram({ folder, settings, mode, ...(pack !== undefined && { pack }) });
  const { costOfPlan, present, readCosting } = load();
  const plan = await planning;
  const complete = await completePlan(folder, settings, plan);
  const costing = early ?? readCosting(files);
  present({
    plan,
    cost: costOfPlan(plan, costing),
    usage: costing.usage,
    manifests: manifestsOf(complete),
    out: resolve(folder, options.out.replace("<stack>", stack)),
    packConfig: pack?.config,
    json: options.json === true,
    annotated: options.annotations === true ? shown(join(folder, `Pulumi.${stack}.yaml`)) : undefined,
  });
  if (hasMandatory(plan.verdicts)) {
    process.exitCode = EXIT.findings;
  }
}

/** What is wrong with a file is said before anything runs. Without files, there is nothing to read until later. */
function readEarly(files: CostFiles): Costing | undefined {
  return files.usage === undefined && files.prices === undefined ? undefined : load().readCosting(files);
}

/** Loaded while the program's process gets ready, for estimates and whatever prints take as long as that. */
function load(): typeof import("../cost/costing") & typeof import("./run") {
  /* eslint-disable @typescript-eslint/no-require-imports -- import() is not CommonJS */
  return {
    ...(require("../cost/costing") as typeof import("../cost/costing")),
    ...(require("./run") as typeof import("./run")),
  };
  /* eslint-enable @typescript-eslint/no-require-imports */
}

/** The policy pack to ask and its configuration, or undefined where nothing is to be judged. */
function packOf(folder: string, stack: string, options: Options): ProgramArgs["pack"] {
  if (!options.policy) {
    return undefined;
  }
  const own = join(folder, PACK_CONFIG, `${stack}.json`);
  const file = options.policyPackConfig === undefined ? own : resolve(options.policyPackConfig);
  const isGiven = options.policyPackConfig !== undefined || existsSync(own);
  return {
    folder: resolve(options.policyPack),
    config: isGiven ? { file: shown(file), config: readPackConfig(file) } : undefined,
  };
}

/** A plan whose manifests are known. Where a first preview does not know everything, a second run answers what it asks for. */
async function completePlan(folder: string, settings: StackSettings, plan: Plan): Promise<Plan> {
  const isComplete = manifestsOf(plan).every(({ unknowns }) => unknowns.length === 0);
  return isComplete ? plan : planProgram({ folder, settings, mode: "update" });
}
