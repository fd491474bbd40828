import * as pulumi from "@pulumi/pulumi";
import { BACKUP_PLAN } from "../policy/facts/annotations";
import { POOL } from "../policy/facts/session-keys";
import { MARKS } from "./guard/marks";
import { podTemplate } from "./pod-template";
import type { types } from "@pulumi/kubernetes";
import type { WorkloadSettings } from "../config/schema/workload";
import type { PodTemplateArgs } from "./pod-template-args";

/** What a StatefulSet is made from: its pod template, and where its claims come from. */
export interface StatefulSetArgs extends PodTemplateArgs {
  /** Name of the headless Service. */
  readonly headlessName: string;
  /** StorageClass of the claims. */
  readonly storageClassName: pulumi.Input<string>;
  /** Classes that volumes name, by the name that they use. */
  readonly storageClasses: Readonly<Record<string, pulumi.Input<string>>>;
}

/** The specification of a StatefulSet. */
export function statefulSetSpec(args: StatefulSetArgs): types.input.apps.v1.StatefulSetSpec {
  const { headlessName, podLabels, workload } = args;
  const { type, partition } = workload.updateStrategy;
  return {
    serviceName: headlessName,
    replicas: firstReplicas(workload),
    podManagementPolicy: workload.podManagement,
    updateStrategy: type === "OnDelete" ? { type } : { type, rollingUpdate: { partition } },
    minReadySeconds: workload.minReadySeconds,
    persistentVolumeClaimRetentionPolicy: workload.retention,
    selector: { matchLabels: podLabels },
    template: podTemplate(args),
    volumeClaimTemplates: Object.entries(workload.volumes).map(([name, { size, storageClass }]) => ({
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      // A disk of an older template has no such label: whose data is on it is not known, and no session gets it.
      metadata: { name, labels: { ...podLabels, ...(workload.sessions !== undefined && { [POOL]: args.name }) } },
      spec: {
        accessModes: ["ReadWriteOnce"],
        storageClassName: className(storageClass, args),
        resources: { requests: { storage: size } },
      },
    })),
  };
}

/** Errors: RunError where a volume names a class that nobody made. */
function className(
  named: string | undefined,
  { name, storageClasses, storageClassName }: StatefulSetArgs,
): pulumi.Input<string> {
  const found = named === undefined ? storageClassName : storageClasses[named];
  if (found === undefined) {
    const names = Object.keys(storageClasses);
    throw new pulumi.RunError(
      `A volume of workload ${name} has storageClass ${JSON.stringify(named)}: must be ${names.length === 0 ? "left out, because there are no storageClasses" : `one of ${names.join(", ")}`}. Give the workload that class, or leave the key out.`,
    );
  }
  return found;
}

/** The first number of pods: within an autoscaler's bounds, so that those that run already are not removed; 0 keeps it off. */
function firstReplicas({ horizontalAutoscaler: bounds, replicas }: WorkloadSettings): number {
  return bounds === undefined || replicas === 0 ? replicas : Math.min(Math.max(replicas, bounds.min), bounds.max);
}

/** Whether somebody else than the program decides about the number of replicas. */
export function hasOtherScaler({ horizontalAutoscaler, replicasOwner, sessions }: WorkloadSettings): boolean {
  return replicasOwner === "controller" || horizontalAutoscaler !== undefined || sessions !== undefined;
}

/** What is known of a StatefulSet's surroundings. */
export interface Surroundings {
  /** What tells the cluster from others. */
  readonly clusterId?: string | undefined;
  /** The BackupPlan that saves the claims. */
  readonly backupPlan?: string | undefined;
}

/** What the Kubernetes provider, the guard of the data and the rules read. */
export function setAnnotations(
  workload: WorkloadSettings,
  { backupPlan, clusterId }: Surroundings,
): Record<string, string> {
  return {
    // A changed claim template replaces the StatefulSet. With this, already on the old one, the pods go on running.
    "pulumi.com/deletionPropagationPolicy": "orphan",
    ...(clusterId !== undefined && { [MARKS.cluster]: clusterId }),
    ...(backupPlan !== undefined && { [BACKUP_PLAN]: backupPlan }),
    ...(hasOtherScaler(workload) && { [MARKS.replicasOwner]: "controller" }),
    ...waitFor(workload),
  };
}

/**
 * What the provider waits for where its own wait would end at the timeout: pods below a partition keep the old revision, and pods that
 * are updated by hand keep theirs when the set is replaced. What is to move, the guard waits for.
 */
function waitFor(workload: WorkloadSettings): Record<string, string> {
  const { type, partition } = workload.updateStrategy;
  return type === "OnDelete" || partition > 0 ? { "pulumi.com/waitFor": `jsonpath=${readyPath(workload)}` } : {};
}

/** A path that is missing never holds, and the API server leaves `readyReplicas` out where there are none. */
function readyPath(workload: WorkloadSettings): string {
  if (hasOtherScaler(workload)) {
    return "{.status.observedGeneration}";
  }
  return workload.replicas === 0 ? "{.status.replicas}=0" : `{.status.readyReplicas}=${String(workload.replicas)}`;
}
