import * as pulumi from "@pulumi/pulumi";
import * as batch from "@pulumi/kubernetes/batch/v1";
import * as core from "@pulumi/kubernetes/core/v1";
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1";
import { createAccountRights } from "./account-rights";
import { childOptions, OBJECT_LABELS } from "./child-options";
import { apiServerEgress, dnsEgress } from "./network-rules";
import { OWN_CONTAINER_SECURITY, OWN_POD_SECURITY } from "./own-image";
import { snapshotJobName } from "../config/sizing/names";
import { snapshotLease, SNAPSHOTS_OF } from "../policy/facts/snapshot-schedule";
import type { types } from "@pulumi/kubernetes";
import type { WorkloadSettings } from "../config/schema/workload";

/** Arguments of {@link SnapshotSchedule}. */
export interface SnapshotScheduleArgs {
  /** Name of the StatefulSet. */
  readonly workloadName: string;
  /** Namespace of the StatefulSet. */
  readonly namespace: pulumi.Input<string>;
  /** When, and how many stay. */
  readonly settings: NonNullable<WorkloadSettings["backup"]["snapshots"]>;
  /** Image with this project's command line. */
  readonly image: string;
}

/** Seconds after its time in which a run that was missed is made up for. */
const STARTING_DEADLINE = 3600;
/** Seconds that a run may take, and how often one that failed is tried again. */
const LONGEST = 3600;
const RETRIES = 2;
/** Seconds that snapshots may take: the first one of a disk uploads all of it. Less than {@link LONGEST}, so that it can say what is missing. */
const PATIENCE = 3300;
const RESOURCES = {
  requests: { cpu: "50m", memory: "128Mi", "ephemeral-storage": "64Mi" },
  limits: { memory: "256Mi", "ephemeral-storage": "128Mi" },
};

/**
 * A CronJob that makes a snapshot of each claim of a StatefulSet, and deletes those that are not kept, as `volumes snapshot` does: never the
 * last good one. `kube_cronjob_status_last_successful_time` of kube-state-metrics says when it last succeeded; an Event of the set says it too.
 *
 * Cost: the snapshots, by what has changed between them; a pod for some seconds.
 */
export class SnapshotSchedule extends pulumi.ComponentResource {
  /** Name of the CronJob, its account and its rights. */
  readonly jobName: string;

  constructor(name: string, args: SnapshotScheduleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gke-stateful:index:SnapshotSchedule", name, args, opts);
    this.jobName = snapshotJobName(args.workloadName);
    const options = childOptions(this, opts);
    const account = new core.ServiceAccount(
      `${name}-snapshots-account`,
      { metadata: metadata(this, args), automountServiceAccountToken: false },
      options,
    );
    const before = [
      account,
      ...createAccountRights(
        `${name}-snapshots`,
        { metadata: metadata(this, args), rules: rightsOf(args.workloadName), clusterRules: CLUSTER_RIGHTS },
        options,
      ),
      createNetworkPolicy(this, name, args, options),
    ];
    new batch.CronJob(
      `${name}-snapshots`,
      { metadata: metadata(this, args), spec: cronSpec(this, args) },
      childOptions(this, opts, before),
    );
    this.registerOutputs({ jobName: this.jobName });
  }
}

function metadata(
  { jobName }: SnapshotSchedule,
  { namespace, workloadName }: SnapshotScheduleArgs,
): { name: string; namespace: pulumi.Input<string>; labels: Record<string, string> } {
  return { name: jobName, namespace, labels: { ...OBJECT_LABELS, [SNAPSHOTS_OF]: workloadName } };
}

/** What the job may do in the namespace. Source: docs/volumes.md */
function rightsOf(set: string): types.input.rbac.v1.PolicyRule[] {
  const leases = { apiGroups: ["coordination.k8s.io"], resources: ["leases"] };
  return [
    { apiGroups: ["apps"], resources: ["statefulsets"], resourceNames: [set], verbs: ["get"] },
    { apiGroups: [""], resources: ["persistentvolumeclaims"], verbs: ["list"] },
    { apiGroups: [""], resources: ["events"], verbs: ["create"] },
    {
      apiGroups: ["snapshot.storage.k8s.io"],
      resources: ["volumesnapshots"],
      verbs: ["get", "list", "create", "delete"],
    },
    // What is created has no name yet.
    { ...leases, verbs: ["create"] },
    { ...leases, resourceNames: [snapshotLease(set)], verbs: ["get", "update", "delete"] },
  ];
}

/** What it may do with objects that are in no namespace, and with claims of others that are made from its snapshots. */
const CLUSTER_RIGHTS: types.input.rbac.v1.PolicyRule[] = [
  { apiGroups: [""], resources: ["persistentvolumes", "persistentvolumeclaims"], verbs: ["get"] },
  { apiGroups: ["snapshot.storage.k8s.io"], resources: ["volumesnapshotclasses"], verbs: ["list"] },
  // Patch: what retention ends is deleted in the storage system too, also where the class retains.
  { apiGroups: ["snapshot.storage.k8s.io"], resources: ["volumesnapshotcontents"], verbs: ["get", "patch"] },
];

/** It reaches DNS and the ports of API servers, whose address no policy can name. Nobody reaches it. */
function createNetworkPolicy(
  self: SnapshotSchedule,
  name: string,
  args: SnapshotScheduleArgs,
  options: pulumi.CustomResourceOptions,
): pulumi.Resource {
  return new NetworkPolicy(
    `${name}-snapshots-network`,
    {
      metadata: metadata(self, args),
      spec: {
        podSelector: { matchLabels: { [SNAPSHOTS_OF]: args.workloadName } },
        policyTypes: ["Ingress", "Egress"],
        egress: [dnsEgress(), apiServerEgress()],
      },
    },
    options,
  );
}

function cronSpec(self: SnapshotSchedule, args: SnapshotScheduleArgs): types.input.batch.v1.CronJobSpec {
  const { cron } = args.settings;
  return {
    schedule: cron,
    timeZone: "Etc/UTC",
    concurrencyPolicy: "Forbid",
    startingDeadlineSeconds: STARTING_DEADLINE,
    successfulJobsHistoryLimit: 1,
    failedJobsHistoryLimit: 3,
    jobTemplate: {
      spec: {
        backoffLimit: RETRIES,
        activeDeadlineSeconds: LONGEST,
        template: { metadata: { labels: metadata(self, args).labels }, spec: podSpec(self, args) },
      },
    },
  };
}

function podSpec(self: SnapshotSchedule, args: SnapshotScheduleArgs): types.input.core.v1.PodSpec {
  return {
    restartPolicy: "Never",
    serviceAccountName: self.jobName,
    automountServiceAccountToken: true,
    enableServiceLinks: false,
    securityContext: OWN_POD_SECURITY,
    containers: [
      {
        name: "snapshot",
        image: args.image,
        args: commandOf(args),
        resources: RESOURCES,
        securityContext: OWN_CONTAINER_SECURITY,
      },
    ],
  };
}

function commandOf({ namespace, settings, workloadName }: SnapshotScheduleArgs): pulumi.Input<string>[] {
  const { keep, maxAge, snapshotClass } = settings;
  return [
    ...["volumes", "snapshot", workloadName, "--namespace"],
    namespace,
    ...["--keep", String(keep)],
    ...(maxAge === undefined ? [] : ["--max-age", maxAge]),
    ...(snapshotClass === undefined ? [] : ["--snapshot-class", snapshotClass]),
    ...["--timeout", String(PATIENCE), "--apply"],
  ];
}
