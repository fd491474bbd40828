import type { WorkloadSettings } from "../config/workload";

/** What a PodDisruptionBudget says: one of the two, as Kubernetes asks. */
export type BudgetRule = { readonly maxUnavailable: number | string } | { readonly minAvailable: number | string };

/** A drain may take one pod at a time unless the configuration says otherwise. */
const DEFAULT_MAX_UNAVAILABLE = 1;

/** The rule of a workload's budget. A quorum spares what its majority does not need. */
export function budgetRule({
  budget,
  replicas,
  horizontalAutoscaler,
}: Pick<WorkloadSettings, "budget" | "replicas" | "horizontalAutoscaler">): BudgetRule {
  if (budget.quorum) {
    return { maxUnavailable: spareOfQuorum(horizontalAutoscaler?.min ?? replicas) };
  }
  return budget.minAvailable === undefined
    ? { maxUnavailable: budget.maxUnavailable ?? DEFAULT_MAX_UNAVAILABLE }
    : { minAvailable: budget.minAvailable };
}

/** Members that a voting group of a size can lose and still have its majority: 0, 0, 1, 1, 2 of 1, 2, 3, 4, 5. */
export function spareOfQuorum(members: number): number {
  return Math.max(0, Math.ceil(members / 2) - 1);
}

/**
 * Pods that a drain may take at once when all of `pods` are healthy. Shares round up in both fields, as the disruption
 * controller does, so that 51 % of 2 is 2.
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/#rounding-logic-when-specifying-percentages
 */
export function allowedDisruptions(rule: BudgetRule, pods: number): number {
  const count = (value: number | string): number =>
    typeof value === "number" ? value : Math.ceil((Number(value.slice(0, -1)) * pods) / 100);
  const allowed = "maxUnavailable" in rule ? count(rule.maxUnavailable) : pods - count(rule.minAvailable);
  return Math.max(0, Math.min(pods, allowed));
}
