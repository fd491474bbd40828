import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { MANIFEST_FILE, manifestYaml } from "./engine/manifests";
import { makeFolder } from "../shared/make-folder";
import { UserError } from "../shared/user-error";
import type { Manifest } from "./engine/manifests";
import type { Plan } from "./engine/plan";
import type { CostReport } from "../cost/report";

/** Name of the file that holds a plan. */
export const PLAN_FILE = "plan.json";
/** Name of the file that holds its cost. */
const COST_FILE = "cost.json";

/** What a plan leaves behind in its folder. */
interface PlanFiles {
  readonly plan: Plan;
  readonly cost: CostReport;
  readonly manifests: readonly Manifest[];
}

/** Writes a plan into its folder. Errors: UserError where that cannot be written. */
export function writePlan(out: string, { cost, manifests, plan }: PlanFiles): void {
  const folder = resolve(out, "manifests");
  try {
    makeFolder(folder);
    // Manifests of an earlier plan must not mix with these. Other files in the folder are somebody else's.
    for (const file of readdirSync(folder).filter((name) => MANIFEST_FILE.test(name))) {
      rmSync(join(folder, file));
    }
    writeFileSync(join(out, PLAN_FILE), json(plan));
    writeFileSync(join(out, COST_FILE), json(cost));
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

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
