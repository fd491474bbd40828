import { resolve } from "node:path";
import { loadConfig } from "../../../config/load";
import { costOfPlan, readCosting } from "../../cost/costing";
import { planProgram } from "../../plan/engine/program";
import { readStackSettings } from "../../plan/engine/stack-settings";
import type { StackConfig } from "../../../config/stack-config";
import type { QuotaNeed } from "../../../policy/cost/quotas";

/** What the first `up` of a stack is to make. */
export interface Goal {
  readonly stack: string;
  readonly config: StackConfig;
  /** What it needs of the project's quotas; none where it makes nothing in Google Cloud. */
  readonly quotas: readonly QuotaNeed[];
}

/** Runs the program of a stack in memory to see what it needs. Errors: UserError, ConfigError. */
export async function goalOf(stack: string, cwd: string): Promise<Goal> {
  const folder = resolve(cwd);
  const settings = readStackSettings(folder, stack);
  const plan = await planProgram({ folder, settings, mode: "preview" });
  const config = loadConfig({
    stack,
    values: settings.values,
    isSecret: (key) => settings.secretKeys.includes(key),
  });
  const { quotas } = costOfPlan(plan, readCosting({ usage: undefined, prices: undefined }));
  return { stack, config, quotas };
}
