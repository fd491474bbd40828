import { maxReplicas, nodeBounds, podsPerNode, poolsOf } from "../sizing/capacity";
import { SANDBOX_RUNTIME } from "../../policy/facts/node-labels";
import { machineType } from "../../policy/facts/machine-types";
import { formatBytes, formatCpu } from "../../policy/facts/quantities";
import { demandOf, supplyOf } from "../sizing/quota";
import { refuse, warn } from "./check";
import type { Check } from "./check";
import type { StackConfig } from "../stack-config";
import type { PoolSettings } from "../schema/pool";
import type { Problem } from "../problems";
import type { WorkloadSettings } from "../schema/workload";

/** Workloads fit on the nodes that the pools can have at most. */
export const capacityChecks: Check = function* (config) {
  if (config.target !== "gke" || config.zones.length === 0) {
    return;
  }
  for (const [name, workload] of Object.entries(config.workloads)) {
    if (workload.pool !== undefined && !config.pools.some((pool) => pool.stateful && pool.name === workload.pool)) {
      yield refuse(
        ["workloads", name, "pool"],
        workload.pool,
        `must name one of the stateful pools ${config.pools
          .filter(({ stateful }) => stateful)
          .map((pool) => pool.name)
          .join(", ")}`,
        "Correct the name, or leave it out to use any stateful pool.",
      );
      continue;
    }
    if (poolsOf(workload, config.pools).length === 0 && config.pools.some(({ stateful }) => stateful)) {
      yield noSandbox(name, workload);
      continue;
    }
    yield* runtime(name, workload);
    yield* volumesPerPod(name, workload, config.pools);
    yield* replicasFit(name, workload, config);
  }
  yield* together(config);
};

/** GKE makes one class of its own; the API server refuses the pods of a class that nobody made. */
function* runtime(name: string, { runtimeClass }: WorkloadSettings): Iterable<Problem> {
  if (runtimeClass !== undefined && runtimeClass !== SANDBOX_RUNTIME) {
    yield warn(
      ["workloads", name, "runtimeClass"],
      runtimeClass,
      `is not ${SANDBOX_RUNTIME}, the only RuntimeClass that GKE makes`,
      "Make that RuntimeClass in the cluster first, or correct the name.",
    );
  }
}

/** Some stateful pool is there, and none of the kind: only the sandbox tells pools apart. */
function noSandbox(name: string, { pool = "any stateful pool", runtimeClass }: WorkloadSettings): Problem {
  return refuse(
    ["workloads", name, "runtimeClass"],
    runtimeClass,
    runtimeClass === SANDBOX_RUNTIME
      ? `needs a stateful pool with sandbox: true, and ${pool} has none`
      : `must be ${SANDBOX_RUNTIME} on ${pool}, which runs pods in GKE Sandbox only`,
    "Set sandbox on the pool and runtimeClass on the workload, or neither.",
  );
}

/** Each fits by itself; all of them may still ask for more than the pools have. */
function* together({ pools, workloads, zones }: StackConfig): Iterable<Problem> {
  if (pools.some((pool) => machineType(pool.machineType) === undefined)) {
    return; // what they offer is not known, and that they are not is said elsewhere
  }
  const [demand, supply] = [demandOf(Object.values(workloads)), supplyOf(pools, zones.length)];
  const figures = [
    ["CPU", formatCpu(demand.millicores), formatCpu(supply.millicores), demand.millicores > supply.millicores],
    [
      "memory",
      formatBytes(demand.memoryBytes),
      formatBytes(supply.memoryBytes),
      demand.memoryBytes > supply.memoryBytes,
    ],
  ] as const;
  for (const [resource, wanted, offered, short] of figures) {
    if (short) {
      yield refuse(
        ["pools"],
        pools.map(({ name }) => name),
        `offer ${offered} of ${resource} at their maximum, and all workloads together request ${wanted}`,
        "Raise the pools' maximum, or request less.",
      );
    }
  }
}

function* volumesPerPod(name: string, workload: WorkloadSettings, pools: readonly PoolSettings[]): Iterable<Problem> {
  const claims = Object.keys(workload.volumes).length;
  for (const pool of poolsOf(workload, pools)) {
    const machine = machineType(pool.machineType);
    if (machine !== undefined && claims > machine.attachLimit) {
      yield refuse(
        ["workloads", name, "volumes"],
        Object.keys(workload.volumes),
        `has ${String(claims)} claims a pod, and ${pool.machineType} of pool ${pool.name} attaches ${String(machine.attachLimit)} volumes at most`,
        "Use fewer volumes, or a machine type that attaches more.",
      );
    }
  }
}

function* replicasFit(name: string, workload: WorkloadSettings, { pools, zones }: StackConfig): Iterable<Problem> {
  const candidates = poolsOf(workload, pools).flatMap((pool) => {
    const fit = podsPerNode(workload, pool);
    return fit === undefined ? [] : [{ ...fit, pool, nodes: nodeBounds(pool, zones.length).max }];
  });
  if (candidates.length === 0 || candidates.some(({ limitedBy, pods }) => limitedBy === "volumes" && pods === 0)) {
    return;
  }
  const [largest] = candidates.toSorted((one, other) => other.pods - one.pods);
  if (largest?.pods === 0) {
    yield refuse(
      ["workloads", name, "resources", "requests"],
      workload.resources.requests,
      `asks for more ${largest.limitedBy} than a node of ${largest.pool.machineType} with a disk of ${String(largest.pool.diskSizeGb)} GB has left for pods, so that not one pod fits`,
      `Request less, or use a larger ${largest.limitedBy === "ephemeral storage" ? "diskSizeGb" : "machine type"}.`,
    );
    return;
  }
  const room = candidates.reduce((sum, { nodes, pods }) => sum + nodes * pods, 0);
  const wanted = maxReplicas(workload);
  if (room < wanted) {
    const detail = candidates
      .map(({ limitedBy, nodes, pods, pool }) => `${pool.name}: ${String(nodes)} × ${String(pods)} by ${limitedBy}`)
      .join("; ");
    yield refuse(
      ["workloads", name, "replicas"],
      wanted,
      `does not fit: the pools take ${String(room)} of its pods at their maximum (nodes × pods a node; ${detail})`,
      "Raise the pools' maximum, use larger machines, or request less.",
    );
  }
}
