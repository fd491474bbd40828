import { autoscalingLimits, maxReplicas, poolsOf } from "./capacity";
import type { StackConfig } from "../stack-config";
import type { WorkloadSettings } from "../schema/workload";

/** How pods are spread over nodes where nothing else is known. */
export const DEFAULT_HOST_SPREAD = "ScheduleAnyway";
/**
 * Most pods that get a node each by default: the largest usual quorum. More are sessions or shards, which a node may share.
 * Source: https://etcd.io/docs/v3.6/faq/ (seven members at most).
 */
const MOST_MEMBERS = 7;

/** The spread of a workload over nodes, with nothing left open. */
export interface HostSpread {
  readonly host: NonNullable<WorkloadSettings["spread"]["host"]>;
  /** Fewest nodes over which the pods are spread, where they have to be. */
  readonly minHosts: number;
}

/**
 * The spread over nodes: in prod a node for each pod, so that a lost one takes one pod, where the workload has seven pods or fewer and
 * one zone can hold them all, since the other may be lost. Else the scheduler does what it can.
 */
export function hostSpread(
  workload: WorkloadSettings,
  { environment, pools, target }: Pick<StackConfig, "environment" | "pools" | "target">,
): HostSpread {
  const pods = maxReplicas(workload);
  const isApart = hasNodeForEach(pods, target === "gke" ? nodesOfAZone(workload, pools) : 0);
  const {
    host = environment === "prod" && isApart ? "DoNotSchedule" : DEFAULT_HOST_SPREAD,
    minHosts = host === "DoNotSchedule" && isApart ? pods : 1,
  } = workload.spread;
  return { host, minHosts };
}

/** Whether pods get a node each, where one zone has so many nodes at most. */
export function hasNodeForEach(pods: number, nodes: number): boolean {
  return pods > 1 && pods <= Math.min(MOST_MEMBERS, nodes);
}

/** Most nodes that one zone has for a workload. */
function nodesOfAZone(workload: WorkloadSettings, pools: StackConfig["pools"]): number {
  return poolsOf(workload, pools).reduce((sum, pool) => {
    const limits = autoscalingLimits(pool);
    return sum + ("maxNodeCount" in limits ? limits.maxNodeCount : limits.totalMaxNodeCount);
  }, 0);
}
