import type { PoolSettings } from "../schema/pool";

/** Node label and taint key of pools that hold stateful workloads. */
export const STATEFUL_KEY = "gke-stateful/stateful";
/** Value of the label and of the taint. */
export const STATEFUL_VALUE = "true";
/** Node label with the configured name of the pool. GKE's own label carries the random suffix, which changes. */
export const POOL_LABEL = "gke-stateful/pool";

/** What decides about the taint of a pool. */
type PoolRole = Pick<PoolSettings, "stateful" | "tainted">;

/** The taint that keeps other pods off a stateful pool, in GKE's spelling, or undefined if the pool has none. */
export function dedicatedTaint(pool: PoolRole): { key: string; value: string; effect: string } | undefined {
  return pool.stateful && pool.tainted
    ? { key: STATEFUL_KEY, value: STATEFUL_VALUE, effect: "NO_SCHEDULE" }
    : undefined;
}
