import { budgetRule } from "../sizing/budgets";
import { allowedDisruptions } from "../../policy/facts/disruptions";
import { allocatable, machineType } from "../../policy/facts/machine-types";
import { bytes, formatBytes, formatCpu, millicores } from "../../policy/facts/quantities";
import { poolsOf } from "../sizing/capacity";
import { refuse, warn } from "./check";
import type { Check } from "./check";
import type { PoolSettings } from "../schema/pool";
import type { Problem } from "../problems";
import type { WorkloadSettings } from "../schema/workload";

/** Fewest members of a voting group that can lose one. */
const MIN_QUORUM = 3;

/** Autoscalers and budgets: no two writers of one number, bounds that hold, and drains that can go on. */
export const scalingChecks: Check = function* ({ pools, target, workloads }) {
  for (const [name, workload] of Object.entries(workloads)) {
    yield* budget(name, workload);
    yield* verticalBounds(name, workload);
    if (target === "gke") {
      yield* verticalFit(name, workload, pools);
    }
    yield* horizontal(name, workload);
  }
};

function* budget(name: string, workload: WorkloadSettings): Iterable<Problem> {
  const path = ["workloads", name, "budget"];
  const { budget: asked, horizontalAutoscaler, replicas } = workload;
  const set = [asked.maxUnavailable !== undefined, asked.minAvailable !== undefined, asked.quorum].filter(
    Boolean,
  ).length;
  if (set > 1) {
    yield refuse(path, asked, "must set only one of maxUnavailable, minAvailable and quorum", "Keep the one you mean.");
    return;
  }
  const pods = horizontalAutoscaler?.min ?? replicas;
  if (pods === 0) {
    return;
  }
  if (asked.quorum && pods < MIN_QUORUM) {
    yield refuse(
      [...path, "quorum"],
      true,
      `needs at least ${String(MIN_QUORUM)} replicas, and ${String(pods)} have no majority to spare, so that no node could ever be drained`,
      "Raise replicas to 3 or 5, or set quorum to false.",
    );
  } else if (allowedDisruptions(budgetRule(workload), pods) === 0) {
    yield refuse(
      path,
      asked,
      `keeps all ${String(pods)} pods at all times, so that no node could ever be drained or upgraded (shares round up)`,
      "Use maxUnavailable: 1.",
    );
  }
}

function* verticalBounds(name: string, { resources, verticalAutoscaler: vpa }: WorkloadSettings): Iterable<Problem> {
  if (vpa === undefined) {
    return;
  }
  const path = ["workloads", name, "verticalAutoscaler"];
  for (const resource of vpa.controlledResources) {
    const amount = resource === "cpu" ? millicores : bytes;
    const [min, max, request] = [vpa.min[resource], vpa.max[resource], resources.requests[resource]];
    if (amount(min) > amount(max)) {
      yield refuse(
        [...path, "min", resource],
        min,
        `must not be above max.${resource} ${max}`,
        "Swap the two, or correct one of them.",
      );
    }
    if (amount(max) < amount(request)) {
      yield refuse(
        [...path, "max", resource],
        max,
        `must not be below the request ${request}, which it would cut`,
        "Raise it to the request or more.",
      );
    }
  }
}

/** A request that fits on no node leaves its pod waiting, so an autoscaler that acts should not be able to choose one. */
function* verticalFit(name: string, workload: WorkloadSettings, pools: readonly PoolSettings[]): Iterable<Problem> {
  const { verticalAutoscaler: vpa } = workload;
  const nodes = poolsOf(workload, pools).flatMap(({ machineType: type }) => {
    const machine = machineType(type);
    return machine === undefined ? [] : [allocatable(machine)];
  });
  if (vpa === undefined || vpa.mode === "Off" || nodes.length === 0) {
    return;
  }
  const controls = (resource: "cpu" | "memory"): boolean => vpa.controlledResources.includes(resource);
  const [cpu, memory] = [controls("cpu") ? millicores(vpa.max.cpu) : 0, controls("memory") ? bytes(vpa.max.memory) : 0];
  if (!nodes.some((node) => cpu <= node.millicores && memory <= node.memoryBytes)) {
    const room = nodes.map((node) => `${formatCpu(node.millicores)} and ${formatBytes(node.memoryBytes)}`).join("; ");
    yield warn(
      ["workloads", name, "verticalAutoscaler", "max"],
      vpa.max,
      `is more than any node of its pools has for pods (${room}), so that a pod of that size would wait for ever`,
      "Lower it, or use a larger machine type.",
    );
  }
}

function* horizontal(
  name: string,
  { horizontalAutoscaler: hpa, replicasOwner, verticalAutoscaler: vpa }: WorkloadSettings,
): Iterable<Problem> {
  if (hpa === undefined) {
    return;
  }
  const path = ["workloads", name, "horizontalAutoscaler"];
  if (hpa.min > hpa.max) {
    yield refuse(
      [...path, "min"],
      hpa.min,
      `must not be above max ${String(hpa.max)}`,
      "Swap the two, or correct one of them.",
    );
  }
  if (hpa.cpuPercent === undefined && hpa.memoryPercent === undefined) {
    yield refuse(path, hpa, "must have a target: cpuPercent, memoryPercent or both", "For example cpuPercent: 70.");
  }
  if (replicasOwner === "controller") {
    yield refuse(
      ["workloads", name, "replicasOwner"],
      replicasOwner,
      "makes two writers of the number of replicas together with horizontalAutoscaler",
      "Remove one of the two.",
    );
  }
  yield* sameMetric(name, hpa, vpa);
}

/** In mode Off a VerticalPodAutoscaler writes nothing, so nothing can be undone. */
function* sameMetric(
  name: string,
  hpa: NonNullable<WorkloadSettings["horizontalAutoscaler"]>,
  vpa: WorkloadSettings["verticalAutoscaler"],
): Iterable<Problem> {
  if (vpa === undefined || vpa.mode === "Off") {
    return;
  }
  const targets = { cpu: hpa.cpuPercent, memory: hpa.memoryPercent };
  for (const resource of vpa.controlledResources.filter((controlled) => targets[controlled] !== undefined)) {
    yield refuse(
      ["workloads", name, "horizontalAutoscaler", `${resource}Percent`],
      targets[resource],
      `must not scale on ${resource} while verticalAutoscaler in mode ${vpa.mode} sizes it: each would undo the other`,
      `Take ${resource} out of controlledResources, set mode to Off, or scale on the other metric.`,
    );
  }
}
