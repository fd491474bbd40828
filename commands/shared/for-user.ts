import { ClusterError } from "../../cluster/cluster-error";
import { UserError } from "./user-error";

/** What a command throws on: errors of a cluster are for the user too; all others are as they were. */
export function forUser(error: unknown): unknown {
  return error instanceof ClusterError ? new UserError(error.message, { cause: error }) : error;
}
