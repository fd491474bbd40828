import { nodeBounds } from "../sizing/capacity";
import { diskKind, machineType, SUPPORTED_FAMILIES } from "../../policy/facts/machine-types";
import { dedicatedTaint } from "../sizing/stateful-nodes";
import { refuse, warn } from "./check";
import type { Check } from "./check";
import type { StackConfig } from "../stack-config";
import type { PoolSettings } from "../schema/pool";
import type { Problem } from "../problems";

/** Notice before a Spot machine is taken, less a margin, in seconds. Source: gke-cost-optimization skill of google/skills. */
const SPOT_GRACE_SECONDS = 25;

/** Machine families that can be placed together. Source: https://cloud.google.com/kubernetes-engine/docs/how-to/compact-placement */
const COMPACT_FAMILIES: readonly string[] = ["c2", "c2d", "c3", "c3d", "c4d", "n2", "n2d"];

/** Families of Arm machines. */
const ARM_FAMILIES: readonly string[] = ["c4a"];

/** Pools: machines that exist, disks that fit them, limits that make sense, room for GKE's own pods, no Spot under prod data. */
export const poolChecks: Check = function* (config) {
  if (config.target !== "gke") {
    return;
  }
  for (const [index, pool] of config.pools.entries()) {
    yield* machine(pool, index);
    yield* limits(pool, index);
    yield* spot(pool, index, config);
    yield* reservation(pool, index);
    yield* placement(pool, index, config);
  }
  yield* together(config);
};

function* machine(pool: PoolSettings, index: number): Iterable<Problem> {
  const machine = machineType(pool.machineType);
  if (machine === undefined) {
    yield refuse(
      ["pools", index, "machineType"],
      pool.machineType,
      `must be a predefined machine type of ${SUPPORTED_FAMILIES.join(", ")}`,
      "For example e2-standard-4.",
    );
  } else if (ARM_FAMILIES.includes(machine.family)) {
    yield refuse(
      ["pools", index, "machineType"],
      pool.machineType,
      "is an Arm machine, whose nodes GKE taints, and for which images are rarely built",
      "Use another family, such as n4 or c4.",
    );
  } else if (diskKind(pool.diskType) !== machine.disks) {
    const fit = machine.disks === "hyperdisk" ? "hyperdisk-balanced" : "pd-ssd or pd-balanced";
    yield refuse(
      ["pools", index, "diskType"],
      pool.diskType,
      `does not attach to ${pool.machineType}, which takes ${machine.disks}`,
      `Use ${fit}, or another machine family.`,
    );
  }
  if (pool.upgrade.strategy === "SURGE" && pool.upgrade.maxSurge + pool.upgrade.maxUnavailable === 0) {
    yield refuse(
      ["pools", index, "upgrade"],
      { maxSurge: 0, maxUnavailable: 0 },
      "leaves no node that could be replaced, so that the pool could never be upgraded",
      "Set maxSurge to 1.",
    );
  }
}

function* limits(pool: PoolSettings, index: number): Iterable<Problem> {
  const { max, min, totalMax, totalMin } = pool;
  const perZone = min !== undefined || max !== undefined;
  const total = totalMin !== undefined || totalMax !== undefined;
  if (perZone && total) {
    yield refuse(
      ["pools", index],
      { min, max, totalMin, totalMax },
      "must set limits per zone (min, max) or in total (totalMin, totalMax), not both",
      "Remove one pair.",
    );
  } else if (total && totalMax === undefined) {
    yield refuse(
      ["pools", index, "totalMax"],
      undefined,
      "is required with totalMin",
      "Give the most nodes in all zones together.",
    );
  } else {
    yield* order(pool, index);
  }
}

function* order(pool: PoolSettings, index: number): Iterable<Problem> {
  // One zone, so that limits per zone stay as they are.
  const { max, min } = nodeBounds(pool, 1);
  if (min > max) {
    yield refuse(
      ["pools", index, pool.totalMax === undefined ? "min" : "totalMin"],
      min,
      `must not be above the maximum ${String(max)}`,
      "Lower it, or raise the maximum.",
    );
  }
}

function* spot(pool: PoolSettings, index: number, { environment, workloads }: StackConfig): Iterable<Problem> {
  if (!pool.spot || !pool.stateful) {
    return;
  }
  if (environment === "prod") {
    yield refuse(
      ["pools", index, "spot"],
      true,
      "takes the machines under stateful pods away with 30 seconds' notice, which prod does not allow",
      "Set spot to false, or stateful to false for a pool without data.",
    );
    return;
  }
  for (const [name, { terminationGracePeriodSeconds: grace }] of Object.entries(workloads)) {
    if (grace > SPOT_GRACE_SECONDS) {
      yield warn(
        ["workloads", name, "terminationGracePeriodSeconds"],
        grace,
        `is longer than the ${String(SPOT_GRACE_SECONDS)} seconds that Spot machines leave`,
        "Shorten it, or run the workload on a pool that is not Spot.",
      );
    }
  }
}

function* reservation({ reservation: wanted, spot: isSpot }: PoolSettings, index: number): Iterable<Problem> {
  if (wanted !== undefined && wanted.use !== "NONE" && isSpot) {
    yield refuse(
      ["pools", index, "reservation", "use"],
      wanted.use,
      "has no effect on Spot machines, which cannot come from a reservation",
      "Leave the reservation out, or set spot to false.",
    );
  }
  if (wanted !== undefined && (wanted.use === "SPECIFIC") !== wanted.names.length > 0) {
    yield refuse(
      ["pools", index, "reservation", "names"],
      wanted.names,
      wanted.use === "SPECIFIC" ? "must name a reservation with use SPECIFIC" : `has no effect with use ${wanted.use}`,
      "Name the reservations and set use to SPECIFIC, or leave the names out.",
    );
  }
}

/** Nodes that are close to each other are in one zone. Source: https://cloud.google.com/kubernetes-engine/docs/how-to/compact-placement */
function* placement(pool: PoolSettings, index: number, { environment, zones }: StackConfig): Iterable<Problem> {
  const machine = machineType(pool.machineType);
  const path = ["pools", index, "compactPlacement"];
  if (!pool.compactPlacement || machine === undefined) {
    return;
  }
  if (zones.length !== 1) {
    yield refuse(
      path,
      true,
      `needs a stack of one zone, and zones names ${String(zones.length)}`,
      "Set it to false, or name one zone, which no disk in two zones can live in.",
    );
  } else if (!COMPACT_FAMILIES.includes(machine.family)) {
    yield warn(
      path,
      true,
      `is not known to work with ${pool.machineType}: GKE's page names ${COMPACT_FAMILIES.join(", ")}`,
      "Use such a machine, or set it to false.",
    );
  } else if (environment === "prod" && pool.stateful) {
    yield warn(
      path,
      true,
      "puts the nodes close together, so that one fault of the building takes more of them",
      "Keep it only where latency between pods counts for more.",
    );
  }
}

function* together({ pools }: StackConfig): Iterable<Problem> {
  const seen = new Set<string>();
  for (const [index, { name }] of pools.entries()) {
    if (seen.has(name)) {
      yield refuse(["pools", index, "name"], name, "must not name two pools", "Rename one of them.");
    }
    seen.add(name);
  }
  if (!pools.some(({ stateful }) => stateful)) {
    yield refuse(
      ["pools"],
      pools.map(({ name }) => name),
      "must have a stateful pool, or the workloads have no node to run on",
      "Set stateful to true on one pool.",
    );
  }
  if (
    pools.every(
      (pool) =>
        pool.sandbox ||
        dedicatedTaint(pool) !== undefined ||
        pool.taints.some(({ effect }) => effect !== "PREFER_NO_SCHEDULE"),
    )
  ) {
    yield refuse(
      ["pools"],
      pools.map(({ name }) => name),
      "must have a pool without a NO_SCHEDULE taint, or GKE's own pods, DNS among them, have no node",
      "Add a small pool with stateful: false and without sandbox, or set tainted to false.",
    );
  }
}
