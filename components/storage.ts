import { DISK_ZONE_LABEL } from "../policy/facts/node-labels";
import * as pulumi from "@pulumi/pulumi";
import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import { StorageClass } from "@pulumi/kubernetes/storage/v1";
import { childOptions, OBJECT_LABELS } from "./child-options";
import type { StorageClassArgs } from "@pulumi/kubernetes/storage/v1";
import { diskClasses } from "../config/sizing/disk-classes";
import { PROVISIONED_IOPS, PROVISIONED_THROUGHPUT } from "../policy/facts/storage-classes";
import type { DiskClass } from "../config/sizing/disk-classes";
import type { DiskClassSettings, StorageSettings } from "../config/schema/storage";
import type { DataGuard } from "./guard/data-guard";

/** The CSI driver of Compute Engine disks. The in-tree provisioner kubernetes.io/gce-pd is gone since Kubernetes 1.31. */
const DISK_DRIVER = "pd.csi.storage.gke.io";

/** Arguments of {@link Storage}. */
export interface StorageArgs {
  /** Disk type, regional or not, reclaim policy and so on, also of further classes. */
  readonly settings: StorageSettings;
  /** Cloud KMS key of the disks of the first class, where an output names it. @default - settings.kmsKey */
  readonly kmsKey?: pulumi.Input<string> | undefined;
  /** Zones in which disks may be made: for regional disks exactly two. Empty: wherever the first pod goes. */
  readonly zones: readonly string[];
  /** Make the VolumeSnapshotClass. @default true */
  readonly snapshots?: boolean;
  /** Google Cloud labels of the disks. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Stands between a change and the data; one for each program. @default - nothing refuses */
  readonly guard?: DataGuard;
}

/**
 * The StorageClass that the claims of all workloads use unless they name another, the others, and the VolumeSnapshotClass. A class that
 * exists is left alone.
 *
 * Cost: none by itself. Each disk costs by provisioned GiB and month until it is deleted; a regional one twice as much.
 */
export class Storage extends pulumi.ComponentResource {
  /** Name of the StorageClass. A plain string, so that claims are known before anything exists. */
  readonly className: string;
  /** The further classes: name in the settings → name in the cluster. */
  readonly classNames: Readonly<Record<string, string>>;

  constructor(name: string, args: StorageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gke-stateful:index:Storage", name, { ...args, guard: undefined }, opts);
    const classes = diskClasses(args.settings);
    this.className = args.settings.className;
    this.classNames = Object.fromEntries(
      classes.flatMap(({ className, key }) => (key === undefined ? [] : [[key, className]])),
    );
    classes.forEach((diskClass) => {
      createClass(this, name, diskClass, args, opts);
    });
    if (args.snapshots ?? true) {
      createSnapshotClass(this, name, args, opts);
    }
    this.registerOutputs({ className: this.className, classNames: this.classNames });
  }
}

function createClass(
  parent: Storage,
  name: string,
  diskClass: DiskClass,
  args: StorageArgs,
  opts?: pulumi.ComponentResourceOptions,
): void {
  const resource = diskClass.key === undefined ? `${name}-class` : `${name}-class-${diskClass.key}`;
  const inputs = classInputs(diskClass, args);
  new StorageClass(resource, inputs, {
    ...childOptions(parent, opts),
    // The API server takes no change in these, and the provider knows of the first two only. A class holds no data, and a
    // plain name cannot exist twice: delete, then create.
    replaceOnChanges: [
      "parameters",
      "provisioner",
      "reclaimPolicy",
      "volumeBindingMode",
      "allowedTopologies",
      "mountOptions",
    ],
    deleteBeforeReplace: true,
    ...(args.guard !== undefined && { hooks: args.guard.storageClass(resource, { ...inputs }) }),
  });
}

function classInputs({ className, disks, key }: DiskClass, args: StorageArgs): StorageClassArgs {
  const { settings, zones } = args;
  const isDefault = key === undefined && settings.isDefault;
  const kmsKey = key === undefined ? (args.kmsKey ?? disks.kmsKey) : disks.kmsKey;
  return {
    metadata: {
      name: className,
      labels: OBJECT_LABELS,
      annotations: { "storageclass.kubernetes.io/is-default-class": String(isDefault) },
    },
    provisioner: DISK_DRIVER,
    parameters: diskParameters(disks, kmsKey, args.labels ?? {}),
    volumeBindingMode: "WaitForFirstConsumer",
    allowVolumeExpansion: true,
    reclaimPolicy: disks.reclaimPolicy,
    mountOptions: disks.mountOptions,
    ...(zones.length > 0 && {
      allowedTopologies: [{ matchLabelExpressions: [{ key: DISK_ZONE_LABEL, values: [...zones] }] }],
    }),
  };
}

/** Parameters of the driver; every value is a string. Source: gcp-compute-persistent-disk-csi-driver b560165c, pkg/parameters. */
function diskParameters(
  { diskType, fsType, iops, regional, throughputMib }: DiskClassSettings,
  kmsKey: pulumi.Input<string> | undefined,
  labels: Readonly<Record<string, string>>,
): Record<string, pulumi.Input<string>> {
  const twoZones = regional && diskType.startsWith("pd-");
  return {
    type: diskType,
    ...(twoZones && { "replication-type": "regional-pd" }),
    "csi.storage.k8s.io/fstype": fsType,
    ...(iops !== undefined && { [PROVISIONED_IOPS]: String(iops) }),
    ...(throughputMib !== undefined && { [PROVISIONED_THROUGHPUT]: `${String(throughputMib)}Mi` }),
    ...(kmsKey !== undefined && { "disk-encryption-kms-key": kmsKey }),
    ...(Object.keys(labels).length > 0 && {
      labels: Object.entries(labels)
        .map(([key, value]) => `${key}=${value}`)
        .join(","),
    }),
  };
}

function createSnapshotClass(
  parent: Storage,
  name: string,
  { settings }: StorageArgs,
  opts?: pulumi.ComponentResourceOptions,
): void {
  const { deletionPolicy, name: className } = settings.snapshotClass;
  new CustomResource(
    `${name}-snapshot-class`,
    {
      apiVersion: "snapshot.storage.k8s.io/v1",
      kind: "VolumeSnapshotClass",
      metadata: { name: className, labels: OBJECT_LABELS },
      driver: DISK_DRIVER,
      deletionPolicy,
    },
    childOptions(parent, opts),
  );
}
