import { HOST_LABEL, ZONE_LABEL } from "../policy/facts/node-labels";
import type { types } from "@pulumi/kubernetes";
import { podContainers } from "./pod-containers";
import { DEFAULT_HOST_SPREAD } from "../config/sizing/host-spread";
import { POOL_LABEL, STATEFUL_KEY, STATEFUL_VALUE } from "../config/sizing/stateful-nodes";
import type { PodTemplateArgs } from "./pod-template-args";
import type { WorkloadSettings } from "../config/schema/workload";

type PodTemplateSpec = types.input.core.v1.PodTemplateSpec;
type PodSpec = types.input.core.v1.PodSpec;
type SpreadConstraint = types.input.core.v1.TopologySpreadConstraint;

/** Fewest zones between which pods can be spread. */
const MIN_SPREAD_ZONES = 2;

/** Pods under the restricted Pod Security Standard, spread over zones and nodes, on the nodes that are meant for them. */
export function podTemplate(args: PodTemplateArgs): PodTemplateSpec {
  const { imagePullSecrets, podAnnotations } = args.workload;
  return {
    metadata: {
      labels: args.podLabels,
      ...(Object.keys(podAnnotations).length > 0 && { annotations: podAnnotations }),
    },
    spec: {
      ...podContainers(args),
      ...scheduling(args),
      securityContext: podSecurity(args.workload),
      serviceAccountName: args.name,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      ...(imagePullSecrets.length > 0 && { imagePullSecrets: imagePullSecrets.map((name) => ({ name })) }),
      terminationGracePeriodSeconds: args.workload.terminationGracePeriodSeconds,
    },
  };
}

function podSecurity({ fsGroup, runAsUser }: WorkloadSettings): NonNullable<PodSpec["securityContext"]> {
  return {
    runAsNonRoot: true,
    runAsUser,
    runAsGroup: runAsUser,
    fsGroup,
    // Without it the kubelet walks the whole volume at every start.
    fsGroupChangePolicy: "OnRootMismatch",
    seccompProfile: { type: "RuntimeDefault" },
  };
}

function scheduling({
  dedicatedNodes,
  podLabels,
  priorityClassName,
  workload,
  zones,
}: PodTemplateArgs): Partial<PodSpec> {
  const nodeSelector = { ...workload.nodeSelector, ...(dedicatedNodes && poolSelector(workload)) };
  const tolerations = [...workload.tolerations, ...(dedicatedNodes ? [DEDICATED_TOLERATION] : [])];
  const constraints = spread(workload, podLabels, zones);
  const priority = workload.priorityClassName ?? priorityClassName;
  return {
    ...(priority !== undefined && { priorityClassName: priority }),
    ...(workload.runtimeClass !== undefined && { runtimeClassName: workload.runtimeClass }),
    ...(Object.keys(nodeSelector).length > 0 && { nodeSelector }),
    ...(tolerations.length > 0 && { tolerations }),
    ...(workload.affinity !== undefined && { affinity: workload.affinity }),
    ...(constraints.length > 0 && { topologySpreadConstraints: constraints }),
  };
}

/** Tolerates the taint of stateful pools. */
const DEDICATED_TOLERATION = {
  key: STATEFUL_KEY,
  operator: "Equal",
  value: STATEFUL_VALUE,
  effect: "NoSchedule",
} as const;

function poolSelector({ pool }: WorkloadSettings): Record<string, string> {
  return pool === undefined ? { [STATEFUL_KEY]: STATEFUL_VALUE } : { [POOL_LABEL]: pool };
}

function spread(
  { spread: { host = DEFAULT_HOST_SPREAD, minHosts = 1, zone } }: WorkloadSettings,
  podLabels: Readonly<Record<string, string>>,
  zones: readonly string[],
): SpreadConstraint[] {
  const modes = [
    { topologyKey: ZONE_LABEL, mode: zones.length < MIN_SPREAD_ZONES ? "Off" : zone, minDomains: 1 },
    { topologyKey: HOST_LABEL, mode: host, minDomains: host === "DoNotSchedule" ? minHosts : 1 },
  ];
  return modes
    .filter(({ mode }) => mode !== "Off")
    .map(({ minDomains, mode, topologyKey }) => ({
      maxSkew: 1,
      // Without it, two pods share the node that is there, and the autoscaler is never asked for another.
      ...(minDomains > 1 && { minDomains }),
      topologyKey,
      whenUnsatisfiable: mode,
      labelSelector: { matchLabels: podLabels },
      // Nodes that are cordoned, or lost with their zone, must not count as empty places that have to be filled first: with
      // the default, the pods of a lost zone could not start in the zone that is left.
      nodeTaintsPolicy: "Honor",
    }));
}
