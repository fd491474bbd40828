import { join } from "node:path";
import { PROJECT } from "../../config/schema/stack";
import { readPackConfig } from "../plan/engine/policy-config";
import { planProgram } from "../plan/engine/program";
import { readProjectSettings } from "../plan/engine/stack-settings";
import { costFilesOf } from "../cost/options";
import { costOfPlan, graphOfPlan, readCosting } from "../cost/costing";
import { OWN_PACK } from "../plan/own-pack";
import { planReadiness } from "../plan/readiness";
import type { ConfigFile } from "../plan/engine/policy-pack";
import type { Plan } from "../plan/engine/plan";
import type { Estimate } from "../../policy/cost/estimate";
import type { Settings } from "./decision";
import type { Requirements } from "./requirements";

/** What a plan of the recommended stack shows. */
export interface Proof {
  readonly plan: Plan;
  readonly cost: Estimate;
  /** How ready the workloads are, in a line. */
  readonly readiness: string;
}

/** Stands where nobody named a project. */
export const PLACEHOLDER_PROJECT = "my-project";

/** Plans the recommended stack and judges it by the rules of this project: what is recommended has to hold. */
export async function prove(folder: string, stack: string, needs: Requirements, settings: Settings): Promise<Proof> {
  const { project, values } = readProjectSettings(folder);
  const config = packConfigOf(settings);
  const plan = await planProgram({
    folder,
    settings: { project, stack, values: { ...values, ...valuesOf(needs, settings) }, secretKeys: [] },
    mode: "preview",
    pack: { folder: OWN_PACK, config },
  });
  return {
    plan,
    cost: costOfPlan(plan, readCosting(costFilesOf(folder, stack, {}))),
    readiness: planReadiness(graphOfPlan(plan), config.config),
  };
}

/** Configuration as the engine would hand it to the program. */
function valuesOf({ project, region }: Requirements, settings: Settings): Record<string, string> {
  const own = Object.entries(settings).map(([key, value]) => [
    `${PROJECT}:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return {
    "gcp:project": project ?? PLACEHOLDER_PROJECT,
    "gcp:region": region,
    ...(Object.fromEntries(own) as Record<string, string>),
  };
}

/** What a stack with these guard rails is judged by. */
function packConfigOf({ environment }: Settings): ConfigFile {
  const file = join(OWN_PACK, "config", `${environment === "prod" ? "prod" : "dev"}.json`);
  return { file, config: readPackConfig(file) };
}
