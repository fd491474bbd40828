import { annotations } from "./annotations";
import { costReport } from "../cost/report";
import { graphOfPlan } from "../cost/costing";
import { writePlan } from "./plan-files";
import { planReadiness } from "./readiness";
import { planText } from "./text";
import { shown } from "../shared/shown";
import type { Manifest } from "./engine/manifests";
import type { PackConfig } from "./engine/policy-config";
import type { Plan } from "./engine/plan";
import type { Estimate } from "../../policy/cost/estimate";
import type { Usage } from "../../policy/cost/usage";

/** What is to be said of a plan, and where. */
interface PlanOutput {
  readonly plan: Plan;
  readonly cost: Estimate;
  readonly usage: Usage;
  readonly manifests: readonly Manifest[];
  /** Folder to write into. */
  readonly out: string;
  /** What configured the policy pack, and its file; undefined for the pack's own levels. */
  readonly packConfig: { readonly file: string; readonly config: PackConfig } | undefined;
  /** Print JSON. */
  readonly json: boolean;
  /** File to which annotations of a GitHub workflow belong; undefined for none. */
  readonly annotated: string | undefined;
}

/** Writes a plan down and prints it. */
export function present(output: PlanOutput): void {
  const { annotated, cost, json, manifests, out, packConfig, plan, usage } = output;
  writePlan(out, { plan, cost: costReport(cost, usage), manifests });
  const written = { out: `./${shown(out)}`, manifests: manifests.length, packConfig: packConfig?.file };
  process.stdout.write(
    json
      ? `${JSON.stringify(plan, undefined, 2)}\n`
      : planText(plan, cost, written, planReadiness(graphOfPlan(plan), packConfig?.config)),
  );
  if (annotated !== undefined) {
    process.stdout.write(annotations(plan, annotated));
  }
}
