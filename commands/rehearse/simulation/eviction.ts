import { setTimeout as sleep } from "node:timers/promises";
import { expectOk, messageOf, STATUS } from "../../../cluster/answer";
import { evict, isRefused } from "../../../cluster/pods";
import type { ClusterClient } from "../../../cluster/client";
import type { SimulatedNode } from "./nodes";
import type { ApiObject } from "../../../cluster/api-object";

/** What became of a drain. */
export interface Drained {
  /** Pods whose eviction the budgets let through. */
  readonly granted: readonly ApiObject[];
  /** Evictions that they refused; each was asked again. */
  readonly refused: number;
  /** Pods that are still there, with what the API server said last about their eviction. None where the drain has ended. */
  readonly left: readonly Left[];
}

/** A pod that a drain could not move. */
export interface Left {
  readonly pod: ApiObject;
  readonly why: string;
}

const PAUSE = 500;

/**
 * Evicts every pod of a node through the eviction API, as kubectl drain and GKE's upgrades do. Pods of DaemonSets would stay. Each
 * pod may take its time, because a budget lets them go one by one.
 */
export async function drain(
  api: ClusterClient,
  node: SimulatedNode,
  seconds: (pods: number) => number,
): Promise<Drained> {
  const granted = new Map<string, ApiObject>();
  const why = new Map<string, string>();
  let refused = 0;
  let end = Infinity;
  for (;;) {
    const pods = await podsOn(api, node);
    end = Math.min(end, performance.now() + seconds(pods.length) * 1000);
    if (pods.length === 0 || performance.now() > end) {
      const left = pods.map((pod) => ({ pod, why: why.get(pod.metadata.uid ?? "") ?? "it does not end" }));
      return { granted: [...granted.values()], refused, left };
    }
    for (const pod of pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined)) {
      const answer = await evict(api, pod);
      if (isRefused(answer)) {
        refused += 1;
        why.set(pod.metadata.uid ?? "", messageOf(answer));
      } else if (answer.status !== STATUS.notFound) {
        expectOk(answer, `the eviction of pod ${pod.metadata.name}`);
        granted.set(pod.metadata.uid ?? "", pod);
      }
    }
    await sleep(PAUSE);
  }
}

/** Whether every pod has left. */
export function isDone({ left }: Drained): boolean {
  return left.length === 0;
}

/** What several drains did together. */
export function together(all: readonly Drained[]): Drained {
  return {
    granted: all.flatMap(({ granted }) => granted),
    refused: all.reduce((total, { refused }) => total + refused, 0),
    left: all.flatMap(({ left }) => left),
  };
}

/** The pods that a node has, of whatever workload. */
export function podsOn(api: ClusterClient, { name }: SimulatedNode): Promise<readonly ApiObject[]> {
  return api.list("v1", "Pod", { fields: `spec.nodeName=${name}` });
}
