import { readinessLine } from "../analyze/formats/counts";
import { evaluate } from "../../policy/rules/engine/evaluate";
import { dayOf } from "../../policy/rules/engine/exemptions";
import { assess } from "../../policy/readiness/readiness";
import { RULES } from "../../policy/rules";
import type { PackConfig } from "./engine/policy-config";
import type { RuleConfig } from "../../policy/rules/engine/evaluate";
import type { ObjectGraph } from "../../policy/graph/graph";

/** How ready the workloads of a plan are, in a line. Rules that the pack's configuration switches off count like others: what is missing is missing. */
export function planReadiness(graph: ObjectGraph, config: PackConfig | undefined): string {
  const configs = Object.fromEntries(
    Object.entries(config ?? {}).map(([rule, { properties }]) => [rule, properties as RuleConfig]),
  );
  const today = dayOf(new Date());
  return readinessLine({ readiness: assess(graph, evaluate(graph, RULES, { configs, today })) });
}
