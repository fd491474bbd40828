import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { Command } from "commander";
import { MANIFEST_FILE, manifestsOf, manifestYaml } from "../plan/manifests";
import { readPackConfig } from "../plan/policy-config";
import { planProgram } from "../plan/program";
import { readStackSettings } from "../plan/stack-settings";
import { UserError } from "../plan/user-error";
import { EXIT } from "./exit";
import { planText } from "./plan-text";
import type { Manifest } from "../plan/manifests";
import type { Plan } from "../plan/plan";
import type { ProgramArgs } from "../plan/program";
import type { StackSettings } from "../plan/stack-settings";

interface Options {
  readonly cwd: string;
  readonly out: string;
  readonly json?: boolean;
  readonly update?: boolean;
  readonly policy: boolean;
  readonly policyPack: string;
  readonly policyPackConfig?: string;
}

/** The pack that comes with the command line. */
const OWN_PACK = join(__dirname, "..", "policy");
/** Where a project keeps the configuration of its packs, by stack. */
const PACK_CONFIG = join("policy", "config");

/** `plan STACK`: what the program of a stack would build, without an account. */
export function planCommand(): Command {
  return new Command("plan")
    .description(
      "Run the program of a stack in memory and show what it would build. Needs no account and changes nothing.",
    )
    .argument("<stack>", "name of the stack: dev for Pulumi.dev.yaml")
    .option("--cwd <folder>", "folder of the Pulumi project", ".")
    .option("--out <folder>", "folder for plan.json and the manifests", "out/<stack>")
    .option("--update", "answer provider outputs as after an update, instead of as in a first preview")
    .option("--policy-pack <folder>", "policy pack that judges the plan", OWN_PACK)
    .option("--policy-pack-config <file>", "its configuration (default: policy/config/<stack>.json, if there is one)")
    .option("--no-policy", "judge nothing")
    .option("--json", "print the plan as JSON")
    .action(runPlan);
}

async function runPlan(stack: string, options: Options): Promise<void> {
  const folder = resolve(options.cwd);
  const settings = readStackSettings(folder, stack);
  const mode = options.update === true ? "update" : "preview";
  const pack = packOf(folder, stack, options);
  const plan = await planProgram({ folder, settings, mode, ...(pack !== undefined && { pack }) });
  const manifests = await completeManifests(folder, settings, plan);
  const out = resolve(folder, options.out.replace("<stack>", stack));
  write(out, plan, manifests);
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify(plan, undefined, 2)}\n`);
  } else {
    process.stdout.write(
      planText(plan, {
        out: `./${shown(out)}`,
        manifests: manifests.length,
        packConfig: pack?.config?.file,
      }),
    );
  }
  if (plan.verdicts?.violations.some(({ level }) => level === "mandatory") === true) {
    process.exitCode = EXIT.findings;
  }
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

function shown(path: string): string {
  return relative(process.cwd(), path);
}

/** Manifests without unknowns. Where a first preview does not know everything, a second run answers what it asks for. */
async function completeManifests(folder: string, settings: StackSettings, plan: Plan): Promise<Manifest[]> {
  const manifests = manifestsOf(plan);
  if (manifests.every(({ unknowns }) => unknowns.length === 0)) {
    return manifests;
  }
  return manifestsOf(await planProgram({ folder, settings, mode: "update" }));
}

function write(out: string, plan: Plan, manifests: readonly Manifest[]): void {
  const folder = join(out, "manifests");
  try {
    mkdirSync(folder, { recursive: true });
    // Manifests of an earlier plan must not mix with these. Other files in the folder are somebody else's.
    for (const file of readdirSync(folder).filter((name) => MANIFEST_FILE.test(name))) {
      rmSync(join(folder, file));
    }
    writeFileSync(join(out, "plan.json"), `${JSON.stringify(plan, undefined, 2)}\n`);
    for (const manifest of manifests) {
      writeFileSync(join(folder, manifest.file), manifestYaml(manifest));
    }
  } catch (error) {
    throw new UserError(
      `--out ${out} cannot be written: ${(error as NodeJS.ErrnoException).code ?? String(error)}. Name a folder that can.`,
      { cause: error },
    );
  }
}
