import type { Assumptions } from "../simulation/assumptions";
import type { Mark, Moment } from "../measuring/timeline";

/** Version of the shape of {@link RehearsalReport}. */
export const REPORT_VERSION = 1;

/** One drill, and what was measured meanwhile. */
export interface DrillReport {
  readonly id: string;
  readonly title: string;
  readonly shows: string;
  /** `passed`, `failed`, or `skipped` where the drill says nothing about the stack. */
  readonly outcome: "passed" | "failed" | "skipped";
  /** What was seen. */
  readonly says: string;
  /** What to change; null where nothing has to. */
  readonly advice: string | null;
  /** Seconds since the beginning of the rehearsal. */
  readonly from: number;
  readonly to: number;
  /** Share of the time in which enough pods were ready, from 0 to 1; null where the drill was skipped. */
  readonly availability: number | null;
  /** Whether it counts for the verdict: a drill that takes pods away on purpose does not. */
  readonly counts: boolean;
  /** Fewest ready pods. */
  readonly lowest: number;
  /** Longest time with fewer ready pods than enough, in seconds. */
  readonly tooFew: number;
  /** Longest time until all pods were ready again, in seconds; null where they were not when the drill ended. */
  readonly recovery: number | null;
  readonly evictions: { readonly granted: number; readonly refused: number } | null;
}

/** What a rehearsal measured of one workload. */
export interface WorkloadReport {
  readonly namespace: string;
  readonly name: string;
  readonly replicas: number;
  /** Pods that are enough: what the budget keeps. */
  readonly least: number;
  readonly drills: readonly DrillReport[];
  /** Share of the time of all drills that count in which enough pods were ready; null where none counts. */
  readonly availability: number | null;
  /** Whether drills were run. They are not where some workload of the stack did not come up. */
  readonly isDrilled: boolean;
  /** Whether every drill passed and the target holds. */
  readonly holds: boolean;
  /** Ready pods by zone, from each moment to the next. */
  readonly moments: readonly Moment[];
  readonly marks: readonly Mark[];
}

/** What a rehearsal of a stack measured. */
export interface RehearsalReport {
  readonly version: typeof REPORT_VERSION;
  readonly stack: string;
  /** Share of the time that is asked for, from 0 to 1. */
  readonly target: number;
  /** Whether every workload holds. */
  readonly holds: boolean;
  readonly workloads: readonly WorkloadReport[];
  readonly assumptions: Assumptions;
  /** What is not real. */
  readonly simulated: readonly string[];
  /** Manifests that only GKE knows, and that nothing here acts on. */
  readonly unknown: readonly string[];
}

/** What no rehearsal on one machine can show. */
export const SIMULATED: readonly string[] = [
  "the kubelet: no container runs, and a pod is ready some seconds after it has its disks",
  "the machines: nodes are objects with the capacity of their machine type",
  "the network, and so Services, NetworkPolicies and DNS: their objects are checked, nothing is sent",
  "the disks' bytes, speed and quotas: GKE's driver runs over its own fake of Compute Engine",
  "metrics: autoscalers of pods are objects that decide nothing",
  "the times of Google Cloud: a node, a disk and a lost node take as long as is assumed here",
];
