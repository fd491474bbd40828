import { maxReplicas, nodeBounds } from "./capacity";
import { allocatable, machineType } from "../../policy/facts/machine-types";
import { bytes, formatBytes, formatCpu } from "../../policy/facts/quantities";
import { podRequests } from "./pod-requests";
import type { StackConfig } from "../stack-config";
import type { Allocatable } from "../../policy/facts/machine-types";
import type { PoolSettings } from "../schema/pool";
import type { WorkloadSettings } from "../schema/workload";

/** Quota of a stack's namespace: what its workloads need and its pools can give, where its settings do not say otherwise. */
export function quotaOf({ google, namespace, pools, workloads, zones }: StackConfig): Readonly<Record<string, string>> {
  const supply = google && supplyOf(pools, zones.length);
  return { ...quotaFor(Object.values(workloads), supply), ...namespace.quota };
}

/** Room for a restored copy of every claim beside the original, and for a rollout's extra pods. */
const HEADROOM = 2;

/** Pods of the controller of a workload's sessions, while it is updated. */
const SESSION_CONTROLLER_PODS = 3;

/** Ephemeral storage that a namespace's LimitRange allows a container that sets no limit. */
export const DEFAULT_EPHEMERAL_LIMIT = "1Gi";

/** What a namespace may use, in the keys of a ResourceQuota. */
export type Quota = Readonly<Record<string, string>>;

/** What the workloads ask for at their largest. */
export interface Demand extends Allocatable {
  /** Pods. */
  readonly pods: number;
  /** Claims. */
  readonly claims: number;
  /** Storage requests in bytes. */
  readonly storageBytes: number;
}

/** The sum of what workloads ask for with the most replicas they can have. */
export function demandOf(workloads: Iterable<WorkloadSettings>): Demand {
  const total = { millicores: 0, memoryBytes: 0, pods: 0, claims: 0, storageBytes: 0 };
  for (const workload of workloads) {
    const pods = maxReplicas(workload);
    const volumes = Object.values(workload.volumes);
    total.pods += pods + (workload.sessions === undefined ? 0 : SESSION_CONTROLLER_PODS);
    const requests = podRequests(workload);
    total.millicores += pods * requests.millicores;
    total.memoryBytes += pods * requests.memoryBytes;
    total.claims += pods * volumes.length;
    total.storageBytes += pods * volumes.reduce((sum, { size }) => sum + bytes(size), 0);
  }
  return total;
}

/** CPU and memory that the stateful pools offer with the most nodes they can have. */
export function supplyOf(pools: readonly PoolSettings[], zoneCount: number): Allocatable {
  let [cpu, memory] = [0, 0];
  for (const pool of pools.filter(({ stateful }) => stateful)) {
    const machine = machineType(pool.machineType);
    if (machine !== undefined) {
      const { max } = nodeBounds(pool, zoneCount);
      const node = allocatable(machine);
      cpu += max * node.millicores;
      memory += max * node.memoryBytes;
    }
  }
  return { millicores: cpu, memoryBytes: memory };
}

/**
 * A quota that the workloads fit in twice over, and never more CPU and memory than the pools have at their maximum: what
 * goes beyond that would wait for a node that cannot come.
 */
export function quotaFor(workloads: Iterable<WorkloadSettings>, supply?: Allocatable): Quota {
  const all = [...workloads];
  // A workload that is turned off still has claims, which must be able to grow.
  const demand = demandOf(all.map((one) => ({ ...one, replicas: Math.max(1, one.replicas) })));
  const counted = all.some(({ replicasOwner }) => replicasOwner === "controller") ? {} : countQuota(demand);
  const cpu = supply?.millicores ?? demand.millicores * HEADROOM;
  const memory = supply?.memoryBytes ?? demand.memoryBytes * HEADROOM;
  return {
    "requests.cpu": formatCpu(cpu),
    "requests.memory": formatBytes(memory),
    ...counted,
  };
}

/** Where a controller scales, the program does not know how many pods there will be: only CPU and memory bound them. */
function countQuota(demand: Demand): Quota {
  return {
    "requests.storage": formatBytes(demand.storageBytes * HEADROOM),
    persistentvolumeclaims: String(demand.claims * HEADROOM),
    pods: String(demand.pods * HEADROOM),
  };
}
