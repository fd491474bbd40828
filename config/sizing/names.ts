import type { WorkloadSettings } from "../schema/workload";

/** Names of a workload's objects. They are identity: DNS names and claims carry them, so they never change. */
export interface WorkloadNames {
  /** StatefulSet, its budget, autoscalers, network rule and service account. */
  readonly workload: string;
  /** Headless Service that gives every pod its DNS name. */
  readonly headless: string;
  /** Service that clients connect to, of any pod that is ready. */
  readonly client: string;
}

/** The names of a workload's objects. */
export function workloadNames(name: string, { serviceName }: Pick<WorkloadSettings, "serviceName">): WorkloadNames {
  const headless = serviceName ?? `${name}-headless`;
  return { workload: name, headless, client: headless === name ? `${name}-client` : name };
}

/** The labels that select a workload's pods. */
export function podLabels(name: string, { labels }: Pick<WorkloadSettings, "labels">): Record<string, string> {
  return labels ?? { app: name };
}

/** Ends the name of the CronJob that makes a workload's snapshots. */
const SNAPSHOTS = "-snapshots";
/** Longest name of a CronJob: its controller adds 11 characters. Source: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ */
const MAX_CRON_JOB = 52;

/** Name of the CronJob that makes a workload's snapshots. */
export function snapshotJobName(workload: string): string {
  return `${workload}${SNAPSHOTS}`;
}

/** Whether a workload's name leaves room for that of its CronJob. */
export function fitsSnapshotJob(workload: string): boolean {
  return snapshotJobName(workload).length <= MAX_CRON_JOB;
}

/** Ends the name of the Deployment that gives a workload's pods out as sessions. */
const SESSIONS = "-sessions";

/** Name of the Deployment that gives a workload's pods out as sessions, and of its Service. */
export function sessionsName(workload: string): string {
  return `${workload}${SESSIONS}`;
}
