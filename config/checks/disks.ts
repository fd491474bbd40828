import { diskKind, machineType } from "../../policy/facts/machine-types";
import { gib } from "../../policy/facts/quantities";
import { refuse } from "./check";
import type { Check } from "./check";
import type { StackConfig } from "../stack-config";
import type { Problem } from "../problems";

/**
 * Smallest disk of a type in GiB, [zonal, regional].
 * Sources: https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/regional-pd (regional pd-standard);
 * gcp-compute-persistent-disk-csi-driver issue 2038 (Hyperdisk).
 */
const MIN_SIZE_GIB = {
  "pd-ssd": [10, 10],
  "pd-balanced": [10, 10],
  "pd-standard": [10, 200],
  "hyperdisk-balanced": [4, 4],
  "hyperdisk-balanced-high-availability": [4, 4],
} as const;

/** Largest disk of every type, in GiB (64 TiB). Source: https://cloud.google.com/compute/docs/disks */
const MAX_SIZE_GIB = 65_536;

/** Type of the Hyperdisk that lives in two zones. */
const REGIONAL_HYPERDISK = "hyperdisk-balanced-high-availability";

/** Disks: a type that the machines attach, that has the two-zone form asked for, and a size it can have. */
export const diskChecks: Check = function* (config) {
  if (config.target !== "gke" || !config.storage.create) {
    return;
  }
  yield* regionalForm(config);
  yield* attachable(config);
  yield* sizes(config);
  if (config.environment === "prod" && config.storage.reclaimPolicy === "Delete") {
    yield refuse(
      ["storage", "reclaimPolicy"],
      "Delete",
      "destroys the disk of every deleted claim, which prod does not allow",
      "Use Retain.",
    );
  }
};

function* regionalForm({ storage: { diskType, regional } }: StackConfig): Iterable<Problem> {
  if (regional && diskType === "hyperdisk-balanced") {
    yield refuse(
      ["storage", "diskType"],
      diskType,
      "has no two-zone form, and storage.regional is true",
      `Use ${REGIONAL_HYPERDISK}, or set regional to false.`,
    );
  }
  if (!regional && diskType === REGIONAL_HYPERDISK) {
    yield refuse(
      ["storage", "regional"],
      regional,
      `contradicts storage.diskType ${diskType}, which always lives in two zones`,
      "Set regional to true, or use hyperdisk-balanced.",
    );
  }
}

function* attachable({ storage: { diskType }, pools }: StackConfig): Iterable<Problem> {
  for (const pool of pools.filter(({ stateful }) => stateful)) {
    const machine = machineType(pool.machineType);
    if (machine !== undefined && machine.disks !== diskKind(diskType)) {
      const fit = machine.disks === "hyperdisk" ? REGIONAL_HYPERDISK : "pd-ssd";
      yield refuse(
        ["storage", "diskType"],
        diskType,
        `does not attach to ${pool.machineType} of pool ${pool.name}, which takes ${machine.disks}`,
        `Use ${fit}, or a machine family that takes ${diskKind(diskType)}.`,
      );
    }
  }
}

function* sizes({ storage: { diskType, regional }, workloads }: StackConfig): Iterable<Problem> {
  const least = MIN_SIZE_GIB[diskType][regional ? 1 : 0];
  for (const [name, { volumes }] of Object.entries(workloads)) {
    for (const [volume, { size }] of Object.entries(volumes)) {
      if (gib(size) < least) {
        const form = regional ? "regional " : "";
        yield refuse(
          ["workloads", name, "volumes", volume, "size"],
          size,
          `must be at least ${String(least)}Gi for a ${form}${diskType} disk`,
          least > 10 ? "Use pd-balanced or pd-ssd for smaller disks." : "Make it larger.",
        );
      }
      if (gib(size) > MAX_SIZE_GIB) {
        yield refuse(
          ["workloads", name, "volumes", volume, "size"],
          size,
          `must be at most ${String(MAX_SIZE_GIB)}Gi, the largest disk that there is`,
          "Make it smaller, or spread the data over more replicas or volumes.",
        );
      }
    }
  }
}
