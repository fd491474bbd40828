import * as pulumi from "@pulumi/pulumi";
import { StatefulSet } from "@pulumi/kubernetes/apps/v1";
import * as core from "@pulumi/kubernetes/core/v1";
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1";
import { childOptions, OBJECT_LABELS } from "./child-options";
import { configMapName, createConfigMap } from "./configuration";
import { createSecret, secretName } from "./credentials";
import { DisruptionBudget } from "./disruption-budget";
import { createFailover } from "./failover";
import { HorizontalAutoscaler } from "./horizontal-autoscaler";
import { workloadPolicy } from "./network-rules";
import { hasOtherScaler, setAnnotations, statefulSetSpec } from "./stateful-set";
import { VerticalAutoscaler } from "./vertical-autoscaler";
import { createWorkloadOperations } from "./workload-operations";
import { createClientService, createHeadlessService } from "./workload-services";
import { podLabels, workloadNames } from "../config/sizing/names";
import type { WorkloadSettings } from "../config/schema/workload";
import type { Credentials } from "./credentials";
import type { DataGuard } from "./guard/data-guard";
import type { Quota } from "../config/sizing/quota";
import type { StatefulSetArgs } from "./stateful-set";
import type { ServiceArgs } from "./workload-services";

/** Arguments of {@link StatefulWorkload}. */
export interface StatefulWorkloadArgs {
  /** Namespace. It must exist; see `dependsOn` in the options. */
  readonly namespace: pulumi.Input<string>;
  /** StorageClass of the claims. */
  readonly storageClassName: pulumi.Input<string>;
  /** StorageClasses that volumes name (`storageClass`): name in the settings → name in the cluster. @default - none */
  readonly storageClasses?: Readonly<Record<string, pulumi.Input<string>>>;
  /** The workload; `workloadSchema.parse` of config/schema/workload fills defaults in. */
  readonly workload: WorkloadSettings;
  /** Values of the secrets' `fromConfig` keys: secret → key → value, in clear. @default - none */
  readonly secretValues?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Zones of the nodes; with fewer than two, pods are not spread over zones. @default - none */
  readonly zones?: readonly string[];
  /** PriorityClass of the pods, unless the workload names one. @default - the cluster's default class */
  readonly priorityClassName?: string;
  /** Nodes carry the label and taint of NodePool. @default false */
  readonly dedicatedNodes?: boolean;
  /** The cluster has the VerticalPodAutoscaler's CRD; without it none is made. @default true */
  readonly verticalAutoscaling?: boolean;
  /** What tells the cluster from others; the data stays where it is. @default - not known, and not looked at */
  readonly clusterId?: string | undefined;
  /** Path of the BackupPlan that saves the claims: an annotation says so. @default - none */
  readonly backupPlan?: string | undefined;
  /** The namespace's ResourceQuotas that the same program sets: name → hard limits. @default - none */
  readonly ownQuotas?: Readonly<Record<string, Quota>>;
  /** The namespace, with pods and claims, is still there when the stack has been destroyed. @default false */
  readonly namespaceStays?: boolean;
  /** Image with this project's command line, for the schedule of snapshots and the controller of sessions. @default - none, and neither */
  readonly operationsImage?: string | undefined;
  /** Stands between a change and the data; one for each program. @default - nothing refuses, grows or clears */
  readonly guard?: DataGuard;
}

type Args = StatefulWorkloadArgs;

/**
 * A StatefulSet with everything around it: Services, configuration, secrets, budget, autoscalers, network rule and identity.
 *
 * Cost: nodes for the requests, and one disk for each replica and volume until its claim, and with a Retain class the disk
 * itself, is deleted.
 */
export class StatefulWorkload extends pulumi.ComponentResource {
  /** Name of the StatefulSet. */
  readonly workloadName: string;
  /** Name of the headless Service: pod N is `<workload>-N.<headless>`. */
  readonly headlessName: string;
  /** Name of the Service for clients, if the workload has ports. */
  readonly clientName: string;
  /** The StatefulSet, for `dependsOn`. */
  readonly statefulSet: StatefulSet;

  constructor(name: string, args: StatefulWorkloadArgs, opts?: pulumi.ComponentResourceOptions) {
    // Values of secrets stay out of the component's own inputs.
    super("gke-stateful:index:StatefulWorkload", name, { ...args, secretValues: undefined, guard: undefined }, opts);
    const names = workloadNames(name, args.workload);
    this.workloadName = names.workload;
    this.headlessName = names.headless;
    this.clientName = names.client;
    const before = [
      createServiceAccount(this, args, opts),
      createHeadlessService(servicesOf(this, args), objectOptions(this, args, opts)),
      createNetworkPolicy(this, args, opts),
      ...createConfiguration(this, args, opts),
    ];
    this.statefulSet = createStatefulSet(this, args, before, opts);
    createClientService(servicesOf(this, args), objectOptions(this, args, opts));
    createBudget(this, args, opts);
    createAutoscalers(this, args, opts);
    createOperations(this, args, opts);
    createFailover(args.workload.failover, metadata(this, args), childOptions(this, opts));
    this.registerOutputs({
      workloadName: this.workloadName,
      headlessName: this.headlessName,
      clientName: this.clientName,
    });
  }
}

/** Metadata of an object that is named after the workload. */
function metadata(
  { workloadName }: StatefulWorkload,
  { namespace }: Args,
  name = workloadName,
): { name: string; namespace: pulumi.Input<string>; labels: Record<string, string> } {
  return { name, namespace, labels: { ...OBJECT_LABELS, "app.kubernetes.io/name": workloadName } };
}

function labelsOf({ workloadName }: StatefulWorkload, { workload }: Args): Record<string, string> {
  return podLabels(workloadName, workload);
}

function createServiceAccount(
  self: StatefulWorkload,
  args: Args,
  opts?: pulumi.ComponentResourceOptions,
): pulumi.Resource {
  const { googleServiceAccount } = args.workload;
  const annotations = googleServiceAccount !== undefined && {
    annotations: { "iam.gke.io/gcp-service-account": googleServiceAccount },
  };
  return new core.ServiceAccount(
    `${self.workloadName}-account`,
    { metadata: { ...metadata(self, args), ...annotations }, automountServiceAccountToken: false },
    objectOptions(self, args, opts),
  );
}

function servicesOf(self: StatefulWorkload, args: Args): ServiceArgs {
  const { clientName, headlessName, workloadName } = self;
  return {
    stem: workloadName,
    headless: metadata(self, args, headlessName),
    client: metadata(self, args, clientName),
    podLabels: labelsOf(self, args),
    workload: args.workload,
  };
}

function createNetworkPolicy(
  self: StatefulWorkload,
  args: Args,
  opts?: pulumi.ComponentResourceOptions,
): pulumi.Resource {
  return new NetworkPolicy(
    `${self.workloadName}-network`,
    { metadata: metadata(self, args), spec: workloadPolicy(labelsOf(self, args), args.workload) },
    objectOptions(self, args, opts),
  );
}

function credentialsOf(self: StatefulWorkload, { secretValues, workload }: Args): Credentials[] {
  return Object.entries(workload.secrets).map(([secret, settings]) => ({
    workload: self.workloadName,
    secret,
    settings,
    given: secretValues?.[secret] ?? {},
  }));
}

function createConfiguration(
  self: StatefulWorkload,
  args: Args,
  opts?: pulumi.ComponentResourceOptions,
): pulumi.Resource[] {
  const options = childOptions(self, opts);
  const kept = args.guard?.configuration() ?? {};
  const { config } = args.workload;
  return [
    ...(config === undefined
      ? []
      : [createConfigMap(self.workloadName, args.namespace, config.files, { ...options, ...kept })]),
    ...credentialsOf(self, args).map((credentials) => createSecret(credentials, args.namespace, options, kept)),
  ];
}

function createStatefulSet(
  self: StatefulWorkload,
  args: Args,
  before: pulumi.Resource[],
  opts?: pulumi.ComponentResourceOptions,
): StatefulSet {
  const { workload } = args;
  const inputs = {
    metadata: { ...metadata(self, args), annotations: setAnnotations(workload, args) },
    spec: statefulSetSpec(statefulSetArgs(self, args)),
  };
  return new StatefulSet(`${self.workloadName}-set`, inputs, {
    ...childOptions(self, opts, before),
    ...guardSet(self, args, inputs),
    customTimeouts: {
      create: `${String(workload.readyTimeoutMinutes)}m`,
      update: `${String(workload.readyTimeoutMinutes)}m`,
    },
    // Whoever scales owns the number: the program gives the first one and keeps its hands off after that.
    ignoreChanges: hasOtherScaler(workload) ? ["spec.replicas"] : [],
  });
}

function guardSet(
  self: StatefulWorkload,
  args: Args,
  inputs: Readonly<Record<string, unknown>>,
): pulumi.CustomResourceOptions {
  const { guard, namespaceStays = false, ownQuotas = {}, workload } = args;
  const { configMapName: map, secretNames } = statefulSetArgs(self, args);
  return guard === undefined
    ? {}
    : {
        hooks: guard.set(`${self.workloadName}-set`, inputs, {
          timeoutMinutes: workload.readyTimeoutMinutes,
          ownQuotas,
          namespaceStays,
          configuration: [...(map === undefined ? [] : [map]), ...Object.values(secretNames)],
        }),
      };
}

/** Options of an object of the cluster whose fields somebody else may own too. */
function objectOptions(
  self: StatefulWorkload,
  { guard }: Args,
  opts?: pulumi.ComponentResourceOptions,
): pulumi.CustomResourceOptions {
  return { ...childOptions(self, opts), ...(guard !== undefined && { hooks: guard.object() }) };
}

function statefulSetArgs(self: StatefulWorkload, args: Args): StatefulSetArgs {
  const { workload } = args;
  return {
    name: self.workloadName,
    headlessName: self.headlessName,
    storageClassName: args.storageClassName,
    storageClasses: args.storageClasses ?? {},
    workload,
    podLabels: labelsOf(self, args),
    zones: args.zones ?? [],
    priorityClassName: args.priorityClassName,
    dedicatedNodes: args.dedicatedNodes ?? false,
    configMapName: workload.config === undefined ? undefined : configMapName(self.workloadName, workload.config.files),
    secretNames: Object.fromEntries(
      credentialsOf(self, args).map((credentials) => [credentials.secret, secretName(credentials)]),
    ),
  };
}

function createBudget(self: StatefulWorkload, args: Args, opts?: pulumi.ComponentResourceOptions): void {
  const { namespace, workload } = args;
  const budget = { budgetName: self.workloadName, namespace, podLabels: labelsOf(self, args), settings: workload };
  new DisruptionBudget(self.workloadName, budget, childOptions(self, opts));
}

function createOperations(self: StatefulWorkload, args: Args, opts?: pulumi.ComponentResourceOptions): void {
  const { operationsImage: image, priorityClassName } = args;
  if (image !== undefined) {
    const operated = { ...args, image, priorityClassName, workloadName: self.workloadName };
    createWorkloadOperations(operated, childOptions(self, opts), childOptions(self, opts, [self.statefulSet]));
  }
}

function createAutoscalers(self: StatefulWorkload, args: Args, opts?: pulumi.ComponentResourceOptions): void {
  const { namespace, verticalAutoscaling, workload } = args;
  const target = { workloadName: self.workloadName, namespace };
  if (workload.verticalAutoscaler !== undefined && (verticalAutoscaling ?? true)) {
    new VerticalAutoscaler(
      self.workloadName,
      { ...target, settings: workload.verticalAutoscaler, hasSidecars: workload.sidecars.length > 0 },
      childOptions(self, opts),
    );
  }
  if (workload.horizontalAutoscaler !== undefined) {
    new HorizontalAutoscaler(
      self.workloadName,
      { ...target, settings: workload.horizontalAutoscaler },
      childOptions(self, opts),
    );
  }
}
