import type { WorkloadSettings } from "../config/schema/workload";

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
