/** How a CronJob says that it saves the claims of a StatefulSet: label with the name of the set, on the CronJob and its pods. */
export const SNAPSHOTS_OF = "gke-stateful/snapshots-of";

/** Name of the Lease of whoever makes snapshots of a set. */
export function snapshotLease(set: string): string {
  return `gke-stateful-snapshot-${set}`;
}
