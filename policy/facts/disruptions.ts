/** What a PodDisruptionBudget says: one of the two, as Kubernetes asks. */
export type BudgetRule = { readonly maxUnavailable: number | string } | { readonly minAvailable: number | string };

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
