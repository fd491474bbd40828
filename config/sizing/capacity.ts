import { allocatable, ephemeralBytes, machineType } from "../../policy/facts/machine-types";
import { SANDBOX_RUNTIME } from "../../policy/facts/node-labels";
import { podRequests } from "./pod-requests";
import type { PoolSettings } from "../schema/pool";
import type { WorkloadSettings } from "../schema/workload";

/** Fewest and most nodes of a pool, all zones together. */
export interface NodeBounds {
  /** Fewest nodes. */
  readonly min: number;
  /** Most nodes. */
  readonly max: number;
}

/** Limits per zone of a pool that sets none. */
const DEFAULT_PER_ZONE: NodeBounds = { min: 1, max: 10 };

/** Autoscaling limits as GKE takes them: per zone, or in total, never both. */
export type AutoscalingLimits =
  | { readonly minNodeCount: number; readonly maxNodeCount: number }
  | { readonly totalMinNodeCount: number; readonly totalMaxNodeCount: number };

/** The limits of a pool in GKE's spelling. */
export function autoscalingLimits(
  pool: Pick<PoolSettings, "min" | "max" | "totalMin" | "totalMax">,
): AutoscalingLimits {
  return pool.totalMax === undefined
    ? { minNodeCount: pool.min ?? DEFAULT_PER_ZONE.min, maxNodeCount: pool.max ?? DEFAULT_PER_ZONE.max }
    : { totalMinNodeCount: pool.totalMin ?? 0, totalMaxNodeCount: pool.totalMax };
}

/** Nodes of a pool over all its zones. Limits per zone count once for each zone. */
export function nodeBounds(pool: PoolSettings, zoneCount: number): NodeBounds {
  const limits = autoscalingLimits(pool);
  return "totalMaxNodeCount" in limits
    ? { min: limits.totalMinNodeCount, max: limits.totalMaxNodeCount }
    : { min: limits.minNodeCount * zoneCount, max: limits.maxNodeCount * zoneCount };
}

/** Most pods that a workload can have. */
export function maxReplicas({ horizontalAutoscaler, replicas, sessions }: WorkloadSettings): number {
  return horizontalAutoscaler?.max ?? sessions?.max ?? replicas;
}

/** Pods of a workload on one node, and what stops the next one. */
export interface NodeFit {
  /** Pods that fit. */
  readonly pods: number;
  /** What is used up first. */
  readonly limitedBy: "CPU" | "memory" | "ephemeral storage" | "volumes" | "pods per node";
}

/** Pods of a workload that fit on an empty node of a pool: an upper bound, because GKE's own pods take a share. */
export function podsPerNode(workload: WorkloadSettings, pool: PoolSettings): NodeFit | undefined {
  const machine = machineType(pool.machineType);
  if (machine === undefined) {
    return undefined;
  }
  const node = allocatable(machine);
  const requests = podRequests(workload);
  const fits: readonly NodeFit[] = [
    { limitedBy: "CPU", pods: Math.floor(node.millicores / Math.max(1, requests.millicores)) },
    { limitedBy: "memory", pods: Math.floor(node.memoryBytes / requests.memoryBytes) },
    ...(requests.ephemeralBytes === undefined
      ? []
      : [
          {
            limitedBy: "ephemeral storage" as const,
            pods: Math.floor(ephemeralBytes(pool.diskSizeGb) / requests.ephemeralBytes),
          },
        ]),
    { limitedBy: "volumes", pods: Math.floor(machine.attachLimit / Object.keys(workload.volumes).length) },
    { limitedBy: "pods per node", pods: pool.maxPodsPerNode },
  ];
  return fits.reduce((least, fit) => (fit.pods < least.pods ? fit : least));
}

/** The pools that a workload can run on. What runs in GKE Sandbox runs there only, and nothing else does. */
export function poolsOf(workload: WorkloadSettings, pools: readonly PoolSettings[]): readonly PoolSettings[] {
  const needsSandbox = workload.runtimeClass === SANDBOX_RUNTIME;
  return pools.filter(
    ({ name, sandbox, stateful }) =>
      sandbox === needsSandbox && (workload.pool === undefined ? stateful : name === workload.pool),
  );
}
