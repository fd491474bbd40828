/** What a plan cannot know about a month. Everything may be left out; what depends on it is then said to. */
export interface Usage {
  /** Node pool → nodes on average, all zones together. @default what the requests of the workloads need */
  readonly nodes?: Readonly<Record<string, number>>;
  /** Workload → pods on average. @default the replicas, or the fewest that an autoscaler keeps */
  readonly pods?: Readonly<Record<string, number>>;
  /** Workload → sets of claims that no pod uses any more and nobody has deleted. @default 0 */
  readonly retained?: Readonly<Record<string, number>>;
  /** Hours in which somebody used a pod, all pods together. @default every hour of every pod */
  readonly sessionHours?: number;
  /** GiB of logs. */
  readonly logsGiB?: number;
  /** GiB through Cloud NAT, both directions. */
  readonly natGiB?: number;
  /** GiB between zones. */
  readonly interZoneGiB?: number;
  /** GiB that volume snapshots store. */
  readonly snapshotGiB?: number;
  /** GiB that Backup for GKE stores. */
  readonly backupGiB?: number;
  /** Whether the billing account's free tier is left for this cluster. @default false */
  readonly freeTier?: boolean;
}
