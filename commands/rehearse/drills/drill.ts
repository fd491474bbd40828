import { setTimeout as sleep } from "node:timers/promises";
import { nodeNameOf } from "../../../cluster/objects";
import { setObject } from "../stack/objects";
import { isReady } from "../../../cluster/pods";
import { isClaimOf, isPodOf } from "../stack/workloads";
import type { Manifest } from "../../plan/engine/manifests";
import type { ApiObject } from "../../../cluster/api-object";
import type { Rejection } from "../stack/apply";
import type { Cluster } from "../cluster";
import type { SimulatedNode } from "../simulation/nodes";
import type { StandIns } from "../stack/stand-ins";
import type { Timeline } from "../measuring/timeline";
import type { Workload } from "../stack/workloads";

/** What a drill works with. */
export interface Stage {
  readonly cluster: Cluster;
  readonly workload: Workload;
  readonly timeline: Timeline;
  /** Manifests that the API server refused in the bring-up. */
  readonly rejections: readonly Rejection[];
  /** What is there besides the stack's manifests. */
  readonly standIns: StandIns;
  /** Manifests of the stack that can be applied. */
  readonly manifests: readonly Manifest[];
  /** Seconds that a drill waits for one pod, at most. */
  readonly patience: number;
  /** Seconds that each further pod may take, where one follows the other. */
  readonly perPod: number;
}

/** What a drill found. */
export interface Finding {
  /** Whether what the drill is about held. */
  readonly holds: boolean;
  /** What was seen, as a sentence. */
  readonly says: string;
  /** What to change, where it did not hold. */
  readonly advice?: string;
  /** Evictions that a budget let through and refused, where there were any. */
  readonly evictions?: { readonly granted: number; readonly refused: number };
}

/** One thing that a rehearsal does to a stack. */
export interface Drill {
  /** Name, as `--drills` takes it. */
  readonly id: string;
  /** What it does, in a few words. */
  readonly title: string;
  /** What it must show. */
  readonly shows: string;
  /** Why it says nothing about a stack; undefined where it does. */
  readonly unfit?: (stage: Stage) => string | undefined;
  /** Whether the service may be away meanwhile, so that its availability does not count. @default false */
  readonly isOutage?: boolean;
  /** Does it. It leaves the stack as it was: all pods ready. */
  readonly run: (stage: Stage) => Promise<Finding>;
}

/** Seconds that a drill waits for pods, where nobody says otherwise. */
export const PATIENCE = 60;

/**
 * Whether all pods are ready again within the patience of a drill. The API server is asked as well, because the watch may not have
 * told yet of what a drill has just done.
 */
export async function allReady(stage: Stage): Promise<boolean> {
  const { cluster, timeline, workload } = stage;
  const areReady = (pods: readonly ApiObject[]): boolean => pods.length === workload.replicas && pods.every(isReady);
  return eventually({ patience: timeFor(stage) }, async () => {
    const pods = await cluster.api.list("v1", "Pod", { namespace: workload.namespace });
    return areReady(pods.filter((pod) => isPodOf(workload, pod))) && areReady(timeline.all);
  });
}

const PAUSE = 250;

/** Whether something comes to hold within the patience of a drill. */
export async function eventually(
  { patience }: Pick<Stage, "patience">,
  holds: () => Promise<boolean>,
): Promise<boolean> {
  const end = performance.now() + patience * 1000;
  while (performance.now() < end) {
    if (await holds()) {
      return true;
    }
    await sleep(PAUSE);
  }
  return false;
}

/** Seconds in which so many pods can come back one after the other. */
export function timeFor({ patience, perPod, workload }: Stage, pods: number = workload.replicas): number {
  return patience + perPod * pods;
}

/** Where a drill finds no pod that it could do something to. */
export const NOT_UP: Finding = { holds: false, says: "No pod has a node.", advice: "See the drill bring-up." };

/** What to do where a pod does not come back. */
export const LOOK_AT_POD = "Look at the pod that does not start: --keep leaves the cluster up.";

/** What to do where there is no place for pods. */
export const NO_ROOM = "There is no room for them: raise the pools' maximum, or give spread.zone ScheduleAnyway.";

/** Why a drill about disks says nothing; undefined where it does. */
export function withoutClaims({ workload }: Stage): string | undefined {
  return workload.claimTemplates.length === 0 ? "The workload has no claims of its own." : undefined;
}

/** The storage class of the workload that something else stands for here; undefined where its classes are those of the stack. */
export function strangeClass({ standIns, workload }: Stage): string | undefined {
  return workload.classes.find((name) => standIns.classes.includes(name));
}

/** What the API server has of the workload's set; empty where there is none. */
export async function setSpec<Spec extends object>({ cluster, workload }: Stage): Promise<Partial<Spec>> {
  const set = await cluster.api.get("apps/v1", "StatefulSet", workload.name, workload.namespace);
  return set?.["spec"] ?? {};
}

/** Sets the number of pods, as somebody else than the stack does. */
export function scaleTo({ cluster, workload }: Stage, replicas: number): Promise<void> {
  return cluster.api.merge(setObject(workload), { spec: { replicas } }, "scale");
}

/** The claims of the workload. */
export async function ownClaims({ cluster, workload }: Stage): Promise<readonly ApiObject[]> {
  const all = await cluster.api.list("v1", "PersistentVolumeClaim", { namespace: workload.namespace });
  return all.filter(({ metadata: { name } }) => isClaimOf(workload, name));
}

/** The pods of the workload that some nodes have. */
export function ownPodsOn({ timeline }: Stage, nodes: readonly SimulatedNode[]): readonly ApiObject[] {
  const names = new Set<string | undefined>(nodes.map(({ name }) => name));
  return timeline.all.filter((pod) => names.has(nodeNameOf(pod)));
}

/** The nodes that hold pods of the workload. */
export function nodesInUse(stage: Stage): readonly SimulatedNode[] {
  const names = new Set(stage.timeline.all.map(nodeNameOf));
  return stage.cluster.nodes.list.filter(({ name }) => names.has(name));
}
