import { SessionController } from "./session-controller";
import { SnapshotSchedule } from "./snapshot-schedule";
import type * as pulumi from "@pulumi/pulumi";
import type { WorkloadSettings } from "../config/schema/workload";

/** A workload that is looked after. */
export interface OperatedWorkload {
  /** Name of the StatefulSet. */
  readonly workloadName: string;
  /** Its namespace. */
  readonly namespace: pulumi.Input<string>;
  /** Its settings. */
  readonly workload: WorkloadSettings;
  /** Image with this project's command line. */
  readonly image: string;
  /** PriorityClass of what must not wait for room. */
  readonly priorityClassName?: string | undefined;
}

/**
 * What runs in the cluster beside a workload, in our own image, as far as its settings ask for it. Snapshots are made also where the set does not
 * come up; who gives its pods out needs it (`afterSet`).
 */
export function createWorkloadOperations(
  { image, namespace, priorityClassName, workload, workloadName }: OperatedWorkload,
  options: pulumi.ComponentResourceOptions,
  afterSet: pulumi.ComponentResourceOptions,
): void {
  const { snapshots } = workload.backup;
  if (snapshots !== undefined) {
    new SnapshotSchedule(workloadName, { workloadName, namespace, settings: snapshots, image }, options);
  }
  if (workload.sessions !== undefined) {
    const controller = { workloadName, namespace, settings: workload.sessions, image, priorityClassName };
    new SessionController(workloadName, controller, afterSet);
  }
}
