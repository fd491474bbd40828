/** What decides about the volumes of a storage class. */
export interface ClassFacts {
  /** Driver. */
  readonly provisioner: string;
  /** Disk type, such as `pd-ssd`; undefined for what is not a disk. */
  readonly type: string | undefined;
  /** Whether each disk lives in two zones. */
  readonly regional: boolean;
  /** Whether volumes can grow. */
  readonly expandable: boolean;
  /** Whether disks are made before a pod needs them. */
  readonly immediate: boolean;
}

/** Driver of Persistent Disk and Hyperdisk. */
const PD_DRIVER = "pd.csi.storage.gke.io";
/** Driver that Kubernetes 1.28 no longer contains; its name is forwarded to the driver of disks by CSI migration. */
const IN_TREE_PD = "kubernetes.io/gce-pd";
/** Disk type that the driver of disks makes where a class names none. Source: its README, "StorageClass parameters". */
export const DEFAULT_DISK_TYPE = "pd-standard";
/** Value of `replication-type` by which a Persistent Disk lives in two zones. */
export const REGIONAL_PD = "regional-pd";
/** Hyperdisk type whose disks live in two zones. */
export const REGIONAL_HYPERDISK = "hyperdisk-balanced-high-availability";
/** Zones that a regional disk lives in. Source: https://cloud.google.com/compute/docs/disks/regional-persistent-disk */
export const ZONES_OF_A_REGIONAL_DISK = 2;
/** Parameter of a class: I/O operations a second of each new Hyperdisk. Source: gcp-compute-persistent-disk-csi-driver, pkg/parameters */
export const PROVISIONED_IOPS = "provisioned-iops-on-create";
/** Parameter of a class: throughput a second of each new Hyperdisk, with a unit. Source: as {@link PROVISIONED_IOPS} */
export const PROVISIONED_THROUGHPUT = "provisioned-throughput-on-create";
/** Smallest regional pd-standard disk, GiB. Source: https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/regional-pd */
export const REGIONAL_PD_STANDARD_MIN_GIB = 200;
/** Class that GKE uses for claims that name none. */
export const GKE_DEFAULT_CLASS = "standard-rwo";

const FILESTORE = "filestore.csi.storage.gke.io";
const disk = (type: string): ClassFacts => ({
  provisioner: PD_DRIVER,
  type,
  regional: false,
  expandable: true,
  immediate: false,
});
const filestore: ClassFacts = {
  provisioner: FILESTORE,
  type: undefined,
  regional: false,
  expandable: true,
  immediate: false,
};

/**
 * Classes that GKE puts into every cluster, or into those with the Filestore driver.
 * Sources: https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/gce-pd-csi-driver and
 * https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/filestore-csi-driver
 */
export const BUILT_IN_CLASSES: Readonly<Record<string, ClassFacts>> = {
  standard: { ...disk("pd-standard"), provisioner: IN_TREE_PD, immediate: true },
  "standard-rwo": disk("pd-balanced"),
  "premium-rwo": disk("pd-ssd"),
  "dynamic-rwo": disk("dynamic"),
  "standard-rwx": filestore,
  "premium-rwx": filestore,
  "enterprise-rwx": { ...filestore, regional: true },
  "enterprise-multishare-rwx": { ...filestore, regional: true },
  "zonal-rwx": filestore,
};

/** Drivers that give out buckets of an object store: nothing that is placed in a zone, grows or is mounted. */
const BUCKET_DRIVER = /\/bucket$|objectbucket/;

/** Whether a driver makes volumes, and not buckets. */
export function makesVolumes(provisioner: string): boolean {
  return !BUCKET_DRIVER.test(provisioner);
}

/** Whether a driver makes disks that one node attaches at a time. */
export function isBlockDriver(provisioner: string): boolean {
  return provisioner === PD_DRIVER || provisioner === IN_TREE_PD;
}

/** Drivers of file systems whose smallest is larger than most disks. Source: https://cloud.google.com/filestore/docs/service-tiers, and Parallelstore and Lustre for GKE */
const LARGE_FILES: readonly string[] = [FILESTORE, "lustre.csi.storage.gke.io", "parallelstore.csi.storage.gke.io"];
/** Disk type whose smallest disks are large. Source: https://cloud.google.com/compute/docs/disks/hyperdisks */
const THROUGHPUT = "hyperdisk-throughput";

/** Whether volumes of a class begin at sizes that are large for others. */
export function beginsLarge({ provisioner, type }: Pick<ClassFacts, "provisioner" | "type">): boolean {
  return LARGE_FILES.includes(provisioner) || type === THROUGHPUT;
}
