import type { BudgetRule } from "../../policy/facts/disruptions";
import type { WorkloadSettings } from "../schema/workload";

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
