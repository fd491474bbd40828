import type { WorkloadSettings } from "../config/workload";

/** Names of a workload's objects. They are identity: DNS names and claims carry them, so they never change. */
export interface WorkloadNames {
  /** StatefulSet, its budget, autoscalers, network rule, service account and client Service. */
  readonly workload: string;
  /** Headless Service that gives every pod its DNS name. */
  readonly headless: string;
}

/** The names of a workload's objects. */
export function workloadNames(name: string): WorkloadNames {
  return { workload: name, headless: `${name}-headless` };
}

/** The labels that select a workload's pods. */
export function podLabels(name: string, { labels }: Pick<WorkloadSettings, "labels">): Record<string, string> {
  return labels ?? { app: name };
}
