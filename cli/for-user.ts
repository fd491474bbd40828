import { AnalysisError } from "../analyze/analysis-error";
import { ClusterError } from "../cluster/cluster-error";
import { UserError } from "../plan/user-error";
import { RehearsalError } from "../rehearsal/rehearsal-error";

/** What a command throws on: errors of its rooms are for the user, and all others are faults of ours. */
export function forUser(error: unknown): unknown {
  const isExpected = [AnalysisError, ClusterError, RehearsalError].some((type) => error instanceof type);
  return error instanceof Error && isExpected ? new UserError(error.message, { cause: error }) : error;
}
