import { annotations } from "./annotations";
import { costReport } from "./cost-report";
import { writePlan } from "./plan-files";
import { planText } from "./plan-text";
import { shown } from "./shown";
import type { Manifest } from "../plan/manifests";
import type { Plan } from "../plan/plan";
import type { Estimate } from "../policy/cost/estimate";
import type { Usage } from "../policy/cost/usage";

/** What is to be said of a plan, and where. */
interface PlanOutput {
  readonly plan: Plan;
  readonly cost: Estimate;
  readonly usage: Usage;
  readonly manifests: readonly Manifest[];
  /** Folder to write into. */
  readonly out: string;
  /** File that configured the policy pack; undefined for the pack's own levels. */
  readonly packConfig: string | undefined;
  /** Print JSON. */
  readonly json: boolean;
  /** File to which annotations of a GitHub workflow belong; undefined for none. */
  readonly annotated: string | undefined;
}

/** Writes a plan down and prints it. */
export function present({ annotated, cost, json, manifests, out, packConfig, plan, usage }: PlanOutput): void {
  writePlan(out, { plan, cost: costReport(cost, usage), manifests });
  const written = { out: `./${shown(out)}`, manifests: manifests.length, packConfig };
  process.stdout.write(json ? `${JSON.stringify(plan, undefined, 2)}\n` : planText(plan, cost, written));
  if (annotated !== undefined) {
    process.stdout.write(annotations(plan, annotated));
  }
}
