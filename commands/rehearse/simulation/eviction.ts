import { setTimeout as sleep } from "node:timers/promises";
import { expectOk, messageOf } from "../../../cluster/answer";
import type { ClusterClient } from "../../../cluster/client";
import type { Answer } from "../../../cluster/answer";
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

/** Status of an eviction that a budget refuses for now. @see https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/ */
const TOO_MANY = 429;
/** Status of one that would break two budgets, or a budget that cannot be worked out. */
const BROKEN = 500;
const GONE = 404;
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
      if (answer.status === TOO_MANY || answer.status === BROKEN) {
        refused += 1;
        why.set(pod.metadata.uid ?? "", messageOf(answer));
      } else if (answer.status !== GONE) {
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

function evict(api: ClusterClient, { metadata: { name, namespace = "", uid } }: ApiObject): Promise<Answer> {
  return api.request("POST", `/api/v1/namespaces/${namespace}/pods/${name}/eviction`, {
    apiVersion: "policy/v1",
    kind: "Eviction",
    metadata: { name, namespace },
    deleteOptions: { preconditions: { uid } },
  });
}
