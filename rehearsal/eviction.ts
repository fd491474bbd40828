import { setTimeout as sleep } from "node:timers/promises";
import type { Api, ApiObject } from "./api";
import type { SimulatedNode } from "./nodes";

/** What became of a drain. */
export interface Drained {
  /** Evictions that the budgets let through. */
  readonly granted: number;
  /** Evictions that they refused; each was asked again. */
  readonly refused: number;
  /** Whether every pod has left. */
  readonly done: boolean;
}

/** Status of an eviction that a budget refuses for now. @see https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/ */
const TOO_MANY = 429;
/** Status of one that would break two budgets, or a budget that cannot be worked out. */
const BROKEN = 500;
const GONE = 404;
const PAUSE = 500;

/** Evicts every pod of a node through the eviction API, as kubectl drain and GKE's upgrades do. Pods of DaemonSets would stay. */
export async function drain(api: Api, node: SimulatedNode, seconds: number): Promise<Drained> {
  const end = performance.now() + seconds * 1000;
  const granted = new Set<string>();
  let refused = 0;
  for (;;) {
    const pods = await podsOn(api, node);
    if (pods.length === 0) {
      return { granted: granted.size, refused, done: true };
    }
    if (performance.now() > end) {
      return { granted: granted.size, refused, done: false };
    }
    for (const pod of pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined)) {
      const status = await evict(api, pod);
      if (status === TOO_MANY || status === BROKEN) {
        refused += 1;
      } else {
        granted.add(pod.metadata.uid ?? "");
      }
    }
    await sleep(PAUSE);
  }
}

/** The pods that a node has, of whatever workload. */
export async function podsOn(api: Api, { name }: SimulatedNode): Promise<readonly ApiObject[]> {
  const { body } = await api.request("GET", `/api/v1/pods?fieldSelector=spec.nodeName%3D${name}`);
  return (body["items"] ?? []) as readonly ApiObject[];
}

async function evict(api: Api, { metadata: { name, namespace = "", uid } }: ApiObject): Promise<number> {
  const { status } = await api.request("POST", `/api/v1/namespaces/${namespace}/pods/${name}/eviction`, {
    apiVersion: "policy/v1",
    kind: "Eviction",
    metadata: { name, namespace },
    deleteOptions: { preconditions: { uid } },
  });
  return status === GONE ? 0 : status;
}
