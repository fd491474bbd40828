import * as pulumi from "@pulumi/pulumi";
import { Deployment } from "@pulumi/kubernetes/apps/v1";
import * as core from "@pulumi/kubernetes/core/v1";
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1";
import { childOptions, OBJECT_LABELS } from "./child-options";
import { apiServerEgress, dnsEgress, NAMESPACE_LABEL } from "./network-rules";
import { OWN_CONTAINER_SECURITY, OWN_POD_SECURITY } from "./own-image";
import { createSessionRights } from "./session-rights";
import { sessionsName } from "../config/sizing/names";
import { poolFlag, poolRules } from "../config/schema/sessions";
import { SESSIONS_OF } from "../policy/facts/session-keys";
import { HOST_LABEL, ZONE_LABEL } from "../policy/facts/node-labels";
import type { types } from "@pulumi/kubernetes";
import type { PoolSettings, SessionsSettings } from "../config/schema/sessions";

/** Arguments of {@link SessionController}. */
export interface SessionControllerArgs {
  /** Name of the StatefulSet whose pods are given out. */
  readonly workloadName: string;
  /** Namespace of the StatefulSet. */
  readonly namespace: pulumi.Input<string>;
  /** How the pool is run, and who may use it. */
  readonly settings: SessionsSettings;
  /** Image with this project's command line. */
  readonly image: string;
  /** PriorityClass of its pods. @default - the cluster's default class */
  readonly priorityClassName?: string | undefined;
}

/** Port of the HTTP API. */
const PORT = 8080;
/** One leads, the other takes over within 16 seconds, or at once where the first is told to stop. */
const REPLICAS = 2;
/** Seconds to let go of the leadership, and to send those away who wait. */
const GRACE = 30;
/** An estimate: nobody has measured a large pool yet. */
const RESOURCES = {
  requests: { cpu: "100m", memory: "256Mi", "ephemeral-storage": "64Mi" },
  limits: { memory: "512Mi", "ephemeral-storage": "128Mi" },
};

/**
 * The controller that gives the pods of a StatefulSet out as sessions, each with its own disk, and scales the set: two replicas, of which one leads;
 * the Service under which callers reach it; and the Roles of both. docs/sessions.md says how it is used.
 *
 * Cost: two small pods; and the free slots that are kept ready.
 */
export class SessionController extends pulumi.ComponentResource {
  /** Name of the Deployment and the Service. */
  readonly controllerName: string;

  constructor(name: string, args: SessionControllerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gke-stateful:index:SessionController", name, args, opts);
    this.controllerName = sessionsName(args.workloadName);
    const options = childOptions(this, opts);
    const meta = metadata(this, args);
    const before = [
      new core.ServiceAccount(
        `${name}-sessions-account`,
        { metadata: meta, automountServiceAccountToken: false },
        options,
      ),
      ...createSessionRights(name, { ...args, metadata: meta }, options),
      new NetworkPolicy(`${name}-sessions-network`, { metadata: meta, spec: networkSpec(args) }, options),
      new core.Service(`${name}-sessions-service`, { metadata: meta, spec: serviceSpec(args) }, options),
      new PodDisruptionBudget(
        `${name}-sessions-budget`,
        {
          metadata: meta,
          spec: {
            maxUnavailable: 1,
            unhealthyPodEvictionPolicy: "AlwaysAllow",
            selector: { matchLabels: labelsOf(args) },
          },
        },
        options,
      ),
    ];
    new Deployment(
      `${name}-sessions`,
      { metadata: meta, spec: deploymentSpec(this, args) },
      childOptions(this, opts, before),
    );
    this.registerOutputs({ controllerName: this.controllerName });
  }
}

function labelsOf({ workloadName }: SessionControllerArgs): Record<string, string> {
  return { [SESSIONS_OF]: workloadName };
}

function metadata(
  { controllerName }: SessionController,
  args: SessionControllerArgs,
): { name: string; namespace: pulumi.Input<string>; labels: Record<string, string> } {
  return { name: controllerName, namespace: args.namespace, labels: { ...OBJECT_LABELS, ...labelsOf(args) } };
}

function serviceSpec(args: SessionControllerArgs): types.input.core.v1.ServiceSpec {
  return {
    selector: labelsOf(args),
    ports: [{ name: "http", port: PORT, targetPort: "http", appProtocol: "http" }],
  };
}

/** Callers and the other replica reach it; it reaches the other one, DNS and the API server. */
function networkSpec(args: SessionControllerArgs): types.input.networking.v1.NetworkPolicySpec {
  const ports = [{ protocol: "TCP", port: PORT }];
  const own = { podSelector: { matchLabels: labelsOf(args) } };
  const namespaces = [...new Set(args.settings.callers.map(({ namespace }) => namespace))];
  const callers = namespaces.map((namespace) => ({
    podSelector: {},
    ...(namespace !== undefined && {
      namespaceSelector: { matchLabels: { [NAMESPACE_LABEL]: namespace } },
    }),
  }));
  return {
    podSelector: own.podSelector,
    policyTypes: ["Ingress", "Egress"],
    ingress: [{ from: [own, ...callers], ports }],
    egress: [{ to: [own], ports }, dnsEgress(), apiServerEgress()],
  };
}

function deploymentSpec(self: SessionController, args: SessionControllerArgs): types.input.apps.v1.DeploymentSpec {
  const labels = labelsOf(args);
  return {
    replicas: REPLICAS,
    selector: { matchLabels: labels },
    // The old leader lets go when it is told to stop, and a follower that is ready takes over.
    strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    template: { metadata: { labels: { ...OBJECT_LABELS, ...labels } }, spec: podSpec(self, args) },
  };
}

function podSpec(self: SessionController, args: SessionControllerArgs): types.input.core.v1.PodSpec {
  const { image, priorityClassName } = args;
  const spread = (topologyKey: string): types.input.core.v1.TopologySpreadConstraint => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: { matchLabels: labelsOf(args) },
  });
  return {
    serviceAccountName: self.controllerName,
    automountServiceAccountToken: true,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: GRACE,
    ...(priorityClassName !== undefined && { priorityClassName }),
    topologySpreadConstraints: [spread(ZONE_LABEL), spread(HOST_LABEL)],
    securityContext: OWN_POD_SECURITY,
    containers: [
      {
        name: "sessions",
        image,
        args: commandOf(args),
        env: [{ name: "POD_IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } }],
        ports: [{ name: "http", containerPort: PORT }],
        readinessProbe: { httpGet: { path: "/readyz", port: "http" }, periodSeconds: 5 },
        livenessProbe: { httpGet: { path: "/healthz", port: "http" }, periodSeconds: 10, failureThreshold: 6 },
        resources: RESOURCES,
        securityContext: OWN_CONTAINER_SECURITY,
      },
    ],
  };
}

function commandOf({ namespace, settings, workloadName }: SessionControllerArgs): pulumi.Input<string>[] {
  const flags = (Object.keys(poolRules.shape) as (keyof PoolSettings)[]).flatMap((key) => {
    const value = settings[key];
    return value === undefined ? [] : [poolFlag(key), String(value)];
  });
  return ["sessions", "serve", workloadName, "--namespace", namespace, "--port", String(PORT), ...flags];
}
