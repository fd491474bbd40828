/**
 * Disk types of Compute Engine that the driver of disks makes, and `dynamic`, by which it takes the one that fits the node.
 * Source: https://cloud.google.com/compute/docs/disks and gcp-compute-persistent-disk-csi-driver b560165c, pkg/parameters
 */
export const DISK_TYPES: readonly string[] = [
  "pd-standard",
  "pd-balanced",
  "pd-ssd",
  "pd-extreme",
  "hyperdisk-balanced",
  "hyperdisk-balanced-high-availability",
  "hyperdisk-extreme",
  "hyperdisk-ml",
  "hyperdisk-throughput",
  "dynamic",
];

/**
 * Disk types that `replication-type: regional-pd` puts into two zones. Compute Engine refuses every other pair.
 * Source: https://cloud.google.com/compute/docs/disks/regional-persistent-disk
 */
export const REGIONAL_PD_TYPES: readonly string[] = ["pd-standard", "pd-balanced", "pd-ssd"];
