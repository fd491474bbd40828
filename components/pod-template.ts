import type { types } from "@pulumi/kubernetes";
import { podContainers } from "./pod-containers";
import { POOL_LABEL, STATEFUL_KEY, STATEFUL_VALUE } from "./stateful-nodes";
import type { WorkloadSettings } from "../config/workload";

type PodTemplateSpec = types.input.core.v1.PodTemplateSpec;
type PodSpec = types.input.core.v1.PodSpec;
type SpreadConstraint = types.input.core.v1.TopologySpreadConstraint;

/** Fewest zones between which pods can be spread. */
const MIN_SPREAD_ZONES = 2;

/** What a pod template is made from, besides the workload's own settings. */
export interface PodTemplateArgs {
  /** Name of the workload. */
  readonly name: string;
  /** The workload. */
  readonly workload: WorkloadSettings;
  /** Labels that select the pods. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Zones of the nodes; with fewer than two there is nothing to spread over. */
  readonly zones: readonly string[];
  /** PriorityClass of the pods, unless the workload names one. */
  readonly priorityClassName: string | undefined;
  /** Nodes are labelled and tainted by components/node-pool.ts. */
  readonly dedicatedNodes: boolean;
  /** Name of the ConfigMap, if the workload has configuration files. */
  readonly configMapName: string | undefined;
  /** Names of the Secrets by the workload's name for them. */
  readonly secretNames: Readonly<Record<string, string>>;
}

/** Pods under the restricted Pod Security Standard, spread over zones and nodes, on the nodes that are meant for them. */
export function podTemplate(args: PodTemplateArgs): PodTemplateSpec {
  return {
    metadata: { labels: args.podLabels },
    spec: {
      ...podContainers(args),
      ...scheduling(args),
      securityContext: podSecurity(args.workload),
      serviceAccountName: args.name,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
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
  { spread: { host, zone } }: WorkloadSettings,
  podLabels: Readonly<Record<string, string>>,
  zones: readonly string[],
): SpreadConstraint[] {
  const modes = [
    { topologyKey: "topology.kubernetes.io/zone", mode: zones.length < MIN_SPREAD_ZONES ? "Off" : zone },
    { topologyKey: "kubernetes.io/hostname", mode: host },
  ];
  return modes
    .filter(({ mode }) => mode !== "Off")
    .map(({ mode, topologyKey }) => ({
      maxSkew: 1,
      topologyKey,
      whenUnsatisfiable: mode,
      labelSelector: { matchLabels: podLabels },
      // Nodes that are cordoned, or lost with their zone, must not count as empty places that have to be filled first: with
      // the default, the pods of a lost zone could not start in the zone that is left.
      nodeTaintsPolicy: "Honor",
    }));
}
