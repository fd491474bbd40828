import type { Verdicts } from "../engine/verdicts";
import type { CostDiff } from "./cost-diff";
import type { PlanDiff } from "./plan-diff";

/** What is different between two plans, for whoever prints it. */
export interface Comparison {
  readonly stack: string;
  /** Whether there was no plan before. */
  readonly isNew: boolean;
  readonly resources: PlanDiff;
  readonly cost: CostDiff;
  /** What the pack says about the later plan. */
  readonly verdicts: Verdicts | null;
  /** Whether every input that changes is shown. */
  readonly showsAll: boolean;
  /** Most US dollars a month that it may cost more; undefined for no limit. */
  readonly maxIncrease: number | undefined;
  /** Whether it costs more than that, or nobody can tell because a price is not known. */
  readonly isTooMuch: boolean;
}
