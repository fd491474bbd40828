import { autoscalingLimits, podsPerNode, poolsOf } from "./capacity";
import type { PoolSettings } from "../schema/pool";
import type { WorkloadSettings } from "../schema/workload";

/**
 * Nodes in each zone with which a pool begins: as many as its workloads need, within its limits, so that pods of a pool that is replaced
 * find a place before the old one is drained. The autoscaler takes back what is too much. Workloads go to the first pool that takes them.
 */
export function firstNodesPerZone(
  pool: PoolSettings,
  pools: readonly PoolSettings[],
  workloads: readonly WorkloadSettings[],
  zoneCount: number,
): number {
  const limits = autoscalingLimits(pool);
  const [min, max] =
    "minNodeCount" in limits
      ? [limits.minNodeCount, limits.maxNodeCount]
      : [
          Math.ceil(limits.totalMinNodeCount / zoneCount),
          Math.max(Math.sign(limits.totalMinNodeCount), Math.floor(limits.totalMaxNodeCount / zoneCount)),
        ];
  const nodes = workloads
    .filter((workload) => poolsOf(workload, pools)[0] === pool)
    .reduce((sum, workload) => sum + nodesOf(workload, pool), 0);
  return Math.min(Math.max(min, Math.ceil(nodes / zoneCount)), max);
}

function nodesOf(workload: WorkloadSettings, pool: PoolSettings): number {
  const { replicas, spread } = workload;
  const fit = podsPerNode(workload, pool)?.pods ?? 1;
  return Math.max(Math.ceil(replicas / Math.max(1, fit)), Math.min(replicas, spread.minHosts ?? 1));
}
