import { z } from "zod";
import { dnsLabel, kmsKey, whole } from "./fields";

/** Longest name that a class has within the stack. */
const MAX_CLASS_KEY = 40;

/**
 * Most that a Hyperdisk Balanced disk of any size can be given.
 * Source: https://cloud.google.com/compute/docs/disks/hd-types/hyperdisk-balanced
 */
const MAX_IOPS = 160_000;
const MAX_THROUGHPUT_MIB = 2400;

/** What decides about the disks of a class. */
const diskFields = {
  diskType: z
    .enum(["pd-ssd", "pd-balanced", "pd-standard", "hyperdisk-balanced", "hyperdisk-balanced-high-availability"])
    .default("pd-ssd")
    .describe(
      "Disk type. hyperdisk-balanced-high-availability is the two-zone disk of third-generation machines and newer.",
    ),
  regional: z
    .boolean()
    .default(true)
    .describe("Every disk in both of the two `zones`, so that the loss of a zone loses no data. Twice the price."),
  reclaimPolicy: z
    .enum(["Retain", "Delete"])
    .default("Retain")
    .describe(
      "What becomes of a disk when its claim is deleted. Retain keeps it, and its cost, until a person deletes it.",
    ),
  fsType: z.enum(["ext4", "xfs"]).default("ext4").describe("File system."),
  mountOptions: z
    .array(z.string().regex(/^[-_=a-zA-Z0-9.:]+$/, "must be one mount option such as noatime"))
    .default([])
    .describe("Extra mount options."),
  kmsKey: kmsKey
    .optional()
    .describe("Cloud KMS key of the disks (CMEK). The Compute Engine service agent must have it."),
  iops: whole(1, MAX_IOPS)
    .optional()
    .describe(
      "Provisioned IOPS of each new disk, with Hyperdisk. Default: what Google gives for the size. Billed above 3,000.",
    ),
  throughputMib: whole(1, MAX_THROUGHPUT_MIB)
    .optional()
    .describe("Provisioned MiB/s of each new disk, with Hyperdisk. Default: what Google gives. Billed above 140."),
};

/** One more class of disks, beside the one that volumes have without asking. */
const diskClassSchema = z.strictObject(diskFields);

/** Storage of the workloads. */
export const storageSchema = z.strictObject({
  className: dnsLabel(253)
    .default("fast-ssd")
    .describe(
      "Name of the StorageClass that every claim uses; `{stack}` stands for the stack's name. Default on target kubeconfig, where the stack makes it: fast-ssd-{stack}.",
    ),
  create: z
    .boolean()
    .default(true)
    .describe("Make the StorageClass. False: the class exists in the cluster already, and only className counts."),
  ...diskFields,
  classes: z
    .record(dnsLabel(MAX_CLASS_KEY), diskClassSchema)
    .default({})
    .describe(
      "Further StorageClasses by name, for volumes that name one: <className>.<name>. Each key is one of the keys above, with its default.",
    ),
  isDefault: z.boolean().default(false).describe("Make it the cluster's default class."),
  snapshotClass: z
    .strictObject({
      name: dnsLabel(253)
        .default("fast-ssd-snapshots")
        .describe(
          "Name of the VolumeSnapshotClass; `{stack}` stands for the stack's name. Default on target kubeconfig: fast-ssd-snapshots-{stack}.",
        ),
      deletionPolicy: z
        .enum(["Retain", "Delete"])
        .default("Retain")
        .describe("What becomes of a snapshot when its object is deleted."),
    })
    .prefault({})
    .describe("The VolumeSnapshotClass."),
});

/** {@link storageSchema}, with defaults filled in. */
export type StorageSettings = z.infer<typeof storageSchema>;

/** What decides about the disks of one StorageClass, with defaults filled in. */
export type DiskClassSettings = z.infer<typeof diskClassSchema>;
