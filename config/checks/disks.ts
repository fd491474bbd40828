import { diskKind, machineType } from "../../policy/facts/machine-types";
import { gib } from "../../policy/facts/quantities";
import { REGIONAL_HYPERDISK } from "../../policy/facts/storage-classes";
import { poolsOf } from "../sizing/capacity";
import { diskClasses, diskClassOf, diskClassPath } from "../sizing/disk-classes";
import { MAX_OBJECT_NAME } from "../stack-name";
import { refuse } from "./check";
import type { Check } from "./check";
import type { StackConfig } from "../stack-config";
import type { DiskClass } from "../sizing/disk-classes";
import type { DiskClassSettings } from "../schema/storage";
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

/** Most IOPS of a Hyperdisk in two zones. Source: https://cloud.google.com/compute/docs/disks/hd-types/hyperdisk-balanced-ha */
const MAX_REGIONAL_IOPS = 100_000;

/** Largest disk of every type, in GiB (64 TiB). Source: https://cloud.google.com/compute/docs/disks */
const MAX_SIZE_GIB = 65_536;

/** Disks: a type that the machines attach, that has the two-zone form asked for, and a size it can have. */
export const diskChecks: Check = function* (config) {
  const classes = diskClasses(config.storage);
  for (const diskClass of classes) {
    yield* provisioned(diskClassPath(diskClass), diskClass.disks);
  }
  if (config.target === "gke") {
    for (const diskClass of classes) {
      yield* judge(diskClass, config);
    }
    yield* sizes(config);
  }
  yield* classNames(config);
};

function* judge(diskClass: DiskClass, config: StackConfig): Iterable<Problem> {
  const { disks } = diskClass;
  const path = diskClassPath(diskClass);
  yield* regionalForm(path, disks);
  yield* attachable(path, diskClass, config);
  if (config.environment === "prod" && disks.reclaimPolicy === "Delete") {
    yield refuse(
      [...path, "reclaimPolicy"],
      "Delete",
      "destroys the disk of every deleted claim, which prod does not allow",
      "Use Retain.",
    );
  }
}

function* regionalForm(path: readonly string[], { diskType, regional }: DiskClassSettings): Iterable<Problem> {
  const where = path.join(".");
  if (regional && diskType === "hyperdisk-balanced") {
    yield refuse(
      [...path, "diskType"],
      diskType,
      `has no two-zone form, and ${where}.regional is true`,
      `Use ${REGIONAL_HYPERDISK}, or set regional to false.`,
    );
  }
  if (!regional && diskType === REGIONAL_HYPERDISK) {
    yield refuse(
      [...path, "regional"],
      regional,
      `contradicts ${where}.diskType ${diskType}, which always lives in two zones`,
      "Set regional to true, or use hyperdisk-balanced.",
    );
  }
}

function* provisioned(path: readonly string[], disks: DiskClassSettings): Iterable<Problem> {
  const { diskType, iops } = disks;
  for (const key of ["iops", "throughputMib"] as const) {
    if (disks[key] !== undefined && diskKind(diskType) !== "hyperdisk") {
      yield refuse(
        [...path, key],
        disks[key],
        `is only for Hyperdisk, and the disks are ${diskType}, whose performance follows their size`,
        "Leave it out, or choose a Hyperdisk type.",
      );
    }
  }
  if (diskType === REGIONAL_HYPERDISK && iops !== undefined && iops > MAX_REGIONAL_IOPS) {
    yield refuse(
      [...path, "iops"],
      iops,
      `must be at most ${String(MAX_REGIONAL_IOPS)} for ${diskType}`,
      "Lower it, or use hyperdisk-balanced in one zone.",
    );
  }
}

/** Disks go to the pools of the workloads that use them. Without any workload, the stack's own class is for every stateful pool. */
function* attachable(
  path: readonly string[],
  { disks: { diskType }, key }: DiskClass,
  { pools, workloads }: StackConfig,
): Iterable<Problem> {
  const users = Object.values(workloads).filter(({ volumes }) =>
    Object.values(volumes).some(({ storageClass }) => storageClass === key),
  );
  const isForAll = key === undefined && Object.keys(workloads).length === 0;
  const used = isForAll ? pools.filter(({ stateful }) => stateful) : users.flatMap((one) => poolsOf(one, pools));
  for (const pool of new Set(used)) {
    const machine = machineType(pool.machineType);
    if (machine !== undefined && machine.disks !== diskKind(diskType)) {
      const fit = machine.disks === "hyperdisk" ? REGIONAL_HYPERDISK : "pd-ssd";
      yield refuse(
        [...path, "diskType"],
        diskType,
        `does not attach to ${pool.machineType} of pool ${pool.name}, which takes ${machine.disks}`,
        `Use ${fit}, or a machine family that takes ${diskKind(diskType)}.`,
      );
    }
  }
}

function* classNames({ storage, workloads }: StackConfig): Iterable<Problem> {
  const names = Object.keys(storage.classes);
  const long = diskClasses(storage).find(({ className }) => className.length > MAX_OBJECT_NAME);
  if (long !== undefined) {
    yield refuse(
      ["storage", "className"],
      storage.className,
      `makes ${long.className}, and a name has at most ${String(MAX_OBJECT_NAME)} characters`,
      "Shorten it.",
    );
  }
  for (const [name, { volumes }] of Object.entries(workloads)) {
    for (const [volume, { storageClass }] of Object.entries(volumes)) {
      if (storageClass !== undefined && !names.includes(storageClass)) {
        yield refuse(
          ["workloads", name, "volumes", volume, "storageClass"],
          storageClass,
          names.length === 0
            ? "must be one of storage.classes, and there is none"
            : `must be one of storage.classes: ${names.join(", ")}`,
          "Add the class there, or leave the key out for the stack's own class.",
        );
      }
    }
  }
}

function* sizes({ storage, workloads }: StackConfig): Iterable<Problem> {
  for (const [name, { volumes }] of Object.entries(workloads)) {
    for (const [volume, settings] of Object.entries(volumes)) {
      const disks = diskClassOf(settings, storage)?.disks;
      if (disks !== undefined) {
        yield* size(["workloads", name, "volumes", volume, "size"], settings.size, disks);
      }
    }
  }
}

function* size(path: readonly string[], value: string, { diskType, regional }: DiskClassSettings): Iterable<Problem> {
  const least = MIN_SIZE_GIB[diskType][regional ? 1 : 0];
  if (gib(value) < least) {
    const form = regional ? "regional " : "";
    yield refuse(
      path,
      value,
      `must be at least ${String(least)}Gi for a ${form}${diskType} disk`,
      least > 10 ? "Use pd-balanced or pd-ssd for smaller disks." : "Make it larger.",
    );
  }
  if (gib(value) > MAX_SIZE_GIB) {
    yield refuse(
      path,
      value,
      `must be at most ${String(MAX_SIZE_GIB)}Gi, the largest disk that there is`,
      "Make it smaller, or spread the data over more replicas or volumes.",
    );
  }
}
