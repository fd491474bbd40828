/** How a CronJob says that it saves the claims of a StatefulSet: label with the name of the set, on the CronJob and its pods. */
export const SNAPSHOTS_OF = "gke-stateful/snapshots-of";
