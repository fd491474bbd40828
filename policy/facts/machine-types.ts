import { GIB } from "./quantities";
import { MACHINE_SHAPES, SHARED_CORE_SHAPES } from "./machine-shapes";

/** Disk kinds that a machine family can attach: Persistent Disk (`pd-*`) or Hyperdisk (`hyperdisk-*`). */
export type DiskKind = "persistent-disk" | "hyperdisk";

interface Family {
  /** Kind of disk that the family attaches. */
  readonly disks: DiskKind;
  /** Volumes a node may attach besides its boot disk, for a number of vCPU. */
  readonly attachLimit: (vcpu: number) => number;
}

/** Volumes on a machine that takes Persistent Disk: 128 less the boot disk. */
const PERSISTENT_DISK_ATTACH_LIMIT = 127;
/** Volumes on a shared-core e2 machine: 16 less the boot disk. */
const SHARED_CORE_ATTACH_LIMIT = 15;

/** [largest vCPU count, volumes], ascending: the first row that is large enough holds. */
type AttachTable = readonly (readonly [upToVcpu: number, volumes: number])[];

function byVcpu(table: AttachTable): (vcpu: number) => number {
  return (vcpu) => table.find(([upTo]) => vcpu <= upTo)?.[1] ?? PERSISTENT_DISK_ATTACH_LIMIT;
}

const N4_ATTACH_LIMIT = byVcpu([
  [8, 15],
  [Infinity, 31],
]);

const persistentDisk: Family = { disks: "persistent-disk", attachLimit: () => PERSISTENT_DISK_ATTACH_LIMIT };
const hyperdisk = (attachLimit: Family["attachLimit"]): Family => ({ disks: "hyperdisk", attachLimit });

/**
 * What each family attaches. Second-generation families and older take Persistent Disk; newer ones take Hyperdisk, the
 * only kind that has a two-zone form there.
 *
 * Sources: https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/regional-pd (families);
 * kubernetes-sigs/gcp-compute-persistent-disk-csi-driver b560165c, pkg/constants/constants.go (attach limits; c3 and c3d
 * have no row of their own there and get the general limit).
 */
const FAMILIES = {
  e2: persistentDisk,
  n1: persistentDisk,
  n2: persistentDisk,
  n2d: persistentDisk,
  t2d: persistentDisk,
  c3: hyperdisk(() => PERSISTENT_DISK_ATTACH_LIMIT),
  c3d: hyperdisk(() => PERSISTENT_DISK_ATTACH_LIMIT),
  n4: hyperdisk(N4_ATTACH_LIMIT),
  n4d: hyperdisk(N4_ATTACH_LIMIT),
  c4: hyperdisk(
    byVcpu([
      [2, 7],
      [4, 15],
      [24, 31],
      [48, 63],
    ]),
  ),
  c4a: hyperdisk(
    byVcpu([
      [2, 7],
      [8, 15],
      [48, 31],
    ]),
  ),
  c4d: hyperdisk(
    byVcpu([
      [2, 3],
      [4, 7],
      [8, 15],
    ]),
  ),
} as const satisfies Readonly<Record<keyof typeof MACHINE_SHAPES, Family>>;

/** Families that the GKE Stateful HA operator supports. Source: https://cloud.google.com/kubernetes-engine/docs/how-to/stateful-ha */
const STATEFUL_HA_FAMILIES: readonly string[] = ["e2", "n1", "n2", "n2d"];

/** A machine type and what decides about disks and pods on it. */
export interface MachineType {
  /** Name in Compute Engine, for example `e2-standard-4`. */
  readonly name: string;
  /** Family, for example `e2`. */
  readonly family: string;
  /** vCPU that pods can count on. */
  readonly vcpu: number;
  /** Memory in GiB. */
  readonly memoryGiB: number;
  /** Kind of disk the machine attaches. */
  readonly disks: DiskKind;
  /** Volumes it attaches besides the boot disk. */
  readonly attachLimit: number;
  /** Whether the Stateful HA operator supports it. */
  readonly statefulHa: boolean;
}

/** Families whose facts are known, for messages. */
export const SUPPORTED_FAMILIES: readonly string[] = Object.keys(FAMILIES);

/** The facts of a predefined machine type, or undefined if the name is not one of {@link MACHINE_SHAPES}. */
export function machineType(name: string): MachineType | undefined {
  const [family = "", machineClass = "", size = ""] = name.split("-");
  if (!isFamily(family)) {
    return undefined;
  }
  const facts = FAMILIES[family];
  const statefulHa = STATEFUL_HA_FAMILIES.includes(family);
  const shared = Object.entries(SHARED_CORE_SHAPES).find(([key]) => key === name)?.[1];
  if (shared !== undefined) {
    const [vcpu, memoryGiB] = shared;
    return { name, family, vcpu, memoryGiB, disks: facts.disks, attachLimit: SHARED_CORE_ATTACH_LIMIT, statefulHa };
  }
  const shapes: Readonly<Record<string, Readonly<Record<string, number>>>> = MACHINE_SHAPES[family];
  const memoryGiB = shapes[machineClass]?.[size];
  if (memoryGiB === undefined || name !== `${family}-${machineClass}-${size}`) {
    return undefined;
  }
  const vcpu = Number(size);
  return { name, family, vcpu, memoryGiB, disks: facts.disks, attachLimit: facts.attachLimit(vcpu), statefulHa };
}

function isFamily(name: string): name is keyof typeof FAMILIES {
  return Object.hasOwn(FAMILIES, name);
}

/** The kind of disk that a disk type such as `pd-ssd` or `hyperdisk-balanced` is. */
export function diskKind(diskType: string): DiskKind {
  return diskType.startsWith("hyperdisk") ? "hyperdisk" : "persistent-disk";
}

/** Memory that GKE keeps for itself: [GiB of the tier, share reserved]. Source: {@link allocatable}. */
const RESERVED_MEMORY_TIERS = [
  [4, 0.25],
  [4, 0.2],
  [8, 0.1],
  [112, 0.06],
  [Infinity, 0.02],
] as const;
/** CPU that GKE keeps for itself: [cores of the tier, share reserved]. Source: {@link allocatable}. */
const RESERVED_CPU_TIERS = [
  [1, 0.06],
  [1, 0.01],
  [2, 0.005],
  [Infinity, 0.0025],
] as const;
/** Memory below which the kubelet evicts pods, in GiB (100 MiB). Source: {@link allocatable}. */
const EVICTION_THRESHOLD_GIB = 100 / 1024;
/** CPU reserved on shared-core machines, in millicores. Source: {@link allocatable}. */
const SHARED_CORE_RESERVED_MILLICORES = 1060;

/** An amount of CPU and memory that pods may request. */
export interface Allocatable {
  /** CPU in millicores. */
  readonly millicores: number;
  /** Memory in bytes. */
  readonly memoryBytes: number;
}

/**
 * What GKE leaves to pods on a machine, before the system pods of the cluster take their share: an upper bound.
 * Source: https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes
 */
export function allocatable(machine: MachineType): Allocatable {
  const shared = Object.hasOwn(SHARED_CORE_SHAPES, machine.name);
  const cores = shared ? 2 : machine.vcpu;
  const reservedMillicores = shared ? SHARED_CORE_RESERVED_MILLICORES : tiered(machine.vcpu, RESERVED_CPU_TIERS) * 1000;
  const memoryGiB = machine.memoryGiB - tiered(machine.memoryGiB, RESERVED_MEMORY_TIERS) - EVICTION_THRESHOLD_GIB;
  return { millicores: Math.floor(cores * 1000 - reservedMillicores), memoryBytes: Math.floor(memoryGiB * GIB) };
}

/** Share of a boot disk below which the kubelet evicts pods. Source: {@link ephemeralBytes}. */
const EVICTION_SHARE = 0.1;
/** What GKE keeps of a boot disk: the least of a share, of a share and some GiB, and of a number of GiB. Source: {@link ephemeralBytes}. */
const RESERVED_DISK = { share: 0.5, sharePlus: 0.35, plusGiB: 6, mostGiB: 100 } as const;

/**
 * What a boot disk of so many GB leaves to pods as ephemeral storage, in bytes: an upper bound, because the file system takes its share.
 * Source: https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes
 */
export function ephemeralBytes(diskGb: number): number {
  const { mostGiB, plusGiB, share, sharePlus } = RESERVED_DISK;
  const reserved = Math.min(diskGb * share, diskGb * sharePlus + plusGiB, mostGiB);
  return Math.floor((diskGb * (1 - EVICTION_SHARE) - reserved) * GIB);
}

function tiered(amount: number, tiers: readonly (readonly [size: number, share: number])[]): number {
  let left = amount;
  let reserved = 0;
  for (const [size, share] of tiers) {
    const part = Math.min(left, size);
    reserved += part * share;
    left -= part;
  }
  return reserved;
}

/** Machine type of a pool that names none. Source: https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes */
export const DEFAULT_MACHINE_TYPE = "e2-medium";
/** Families with Arm processors. GKE taints their nodes. Source: https://cloud.google.com/kubernetes-engine/docs/concepts/arm-on-gke */
const ARM_FAMILIES: readonly string[] = ["c4a", "n4a", "t2a"];

/** The family of a machine type, of predefined and custom ones alike: `n2` of `n2-standard-4`. */
export function machineFamily(machineName: string): string {
  const [family = ""] = machineName.split("-");
  return family;
}

/** Whether a machine has an Arm processor. */
export function isArm(machineName: string): boolean {
  return ARM_FAMILIES.includes(machineFamily(machineName));
}

/**
 * Disks that a family attaches against the rule of its generation: Hyperdisk Throughput and Extreme on some older machines,
 * zonal SSD disks on the third generation. In doubt a pair is listed. Source:
 * https://cloud.google.com/compute/docs/disks/hyperdisks#machine-type-support
 */
const ALSO_ATTACHES: Readonly<Record<string, readonly string[]>> = {
  n2: ["hyperdisk-extreme", "hyperdisk-throughput"],
  n2d: ["hyperdisk-throughput"],
  t2d: ["hyperdisk-throughput"],
  c3: ["pd-balanced", "pd-ssd"],
  c3d: ["pd-balanced", "pd-ssd"],
};

/**
 * Whether machines attach a type of disk: known by their family, so that custom machine types count too. Undefined for
 * families of which nothing is known.
 */
export function canAttach(machineName: string, diskType: string, regional: boolean): boolean | undefined {
  const family = machineFamily(machineName);
  if (!isFamily(family)) {
    return undefined;
  }
  const also: readonly string[] = ALSO_ATTACHES[family] ?? [];
  return FAMILIES[family].disks === diskKind(diskType) || (!regional && also.includes(diskType));
}
