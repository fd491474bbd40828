import type { ComponentResourceOptions, Resource } from "@pulumi/pulumi";

/** A place to run workloads, and what can be had there. */
export interface Platform {
  /** Options of everything that goes into the cluster. */
  readonly options: ComponentResourceOptions;
  /** Options of the namespace, whose deletion decides about the claims in it. */
  readonly namespaceOptions: ComponentResourceOptions;
  /** The cluster is still there when the stack has been destroyed. */
  readonly outlivesStack: boolean;
  /** What tells the cluster from others; undefined where it is not known. */
  readonly clusterId: string | undefined;
  /** What must exist before pods can run. */
  readonly nodes: readonly Resource[];
  /** Zones of nodes and disks; empty where they are unknown. */
  readonly zones: readonly string[];
  /** Nodes carry the label and taint of NodePool. */
  readonly dedicatedNodes: boolean;
  /** The VerticalPodAutoscaler can be used. */
  readonly verticalAutoscaling: boolean;
  /** Volume snapshots can be used. */
  readonly snapshots: boolean;
  /** Labels of disks. */
  readonly diskLabels: Readonly<Record<string, string>>;
  /** Path of the plan that saves the namespaces; undefined where nothing is saved. */
  readonly backupPlan: string | undefined;
  /** Saves namespaces, and returns the name of the plan, or undefined where nothing is saved. */
  readonly backUp: (namespaces: readonly string[], after: readonly Resource[]) => string | undefined;
  /** Outputs of the stack. */
  readonly outputs: Readonly<Record<string, unknown>>;
}
