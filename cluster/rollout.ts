import { setTimeout as sleep } from "node:timers/promises";
import { ClusterError } from "./cluster-error";
import type { SetName } from "./claims";
import type { ApiObject, ClusterClient } from "./client";

interface SetSpec {
  readonly replicas?: number;
  readonly updateStrategy?: { readonly type?: string; readonly rollingUpdate?: { readonly partition?: number } };
  readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
}

interface SetStatus {
  readonly observedGeneration?: number;
  readonly updateRevision?: string;
}

/** Milliseconds between two looks. */
const POLL = 1000;
/** Label of a pod with the revision that it was made from. */
const REVISION = "controller-revision-hash";

/**
 * Waits until the pods that a set's partition lets move run the new revision and are ready. A set that is updated by hand has nothing to
 * wait for.
 *
 * Errors: ClusterError that names the pods that are not, after `timeout` seconds.
 */
export async function untilRolledOut(
  client: ClusterClient,
  { name, namespace }: SetName,
  timeout: number,
): Promise<void> {
  const end = performance.now() + timeout * 1000;
  for (;;) {
    const set = await client.get("apps/v1", "StatefulSet", name, namespace);
    if (set === undefined) {
      return;
    }
    const behind = isObserved(set) ? await podsBehind(client, set) : [name];
    if (behind.length === 0) {
      return;
    }
    if (performance.now() > end) {
      throw new ClusterError(
        `Of StatefulSet ${namespace}/${name}, what its partition lets move has not moved within ${String(timeout)} seconds: ${behind.join(", ")}. The pods below the partition run the old revision. See kubectl describe pod; to go back, undo the change and run pulumi up.`,
      );
    }
    await sleep(POLL);
  }
}

/** Before its controller has seen a change, a set's status tells of the state before. */
function isObserved({ metadata, status }: ApiObject): boolean {
  const { observedGeneration = 0 } = (status ?? {}) as SetStatus;
  return observedGeneration >= (metadata.generation ?? 0);
}

/** What has not moved, and why, for each pod from the partition on. */
async function podsBehind(client: ClusterClient, set: ApiObject): Promise<readonly string[]> {
  const { selector, updateStrategy } = set["spec"] as SetSpec;
  const { updateRevision } = (set["status"] ?? {}) as SetStatus;
  if (updateStrategy?.type === "OnDelete") {
    return [];
  }
  const labels = Object.entries(selector?.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  const { name, namespace } = set.metadata;
  const pods = await client.list("v1", "Pod", { namespace, labels: labels.join(",") });
  return movingOrdinals(set["spec"] as SetSpec).flatMap((ordinal) => {
    const pod = pods.find(({ metadata }) => metadata.name === `${name}-${String(ordinal)}`);
    const why = whyBehind(pod, updateRevision);
    return why === undefined ? [] : [`${name}-${String(ordinal)} ${why}`];
  });
}

function movingOrdinals({ replicas = 1, updateStrategy }: SetSpec): readonly number[] {
  const partition = updateStrategy?.rollingUpdate?.partition ?? 0;
  return Array.from({ length: Math.max(0, replicas - partition) }, (_, index) => partition + index);
}

interface PodStatus {
  readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  readonly containerStatuses?: readonly { readonly state?: { readonly waiting?: { readonly reason?: string } } }[];
}

function whyBehind(pod: ApiObject | undefined, revision: string | undefined): string | undefined {
  if (pod === undefined) {
    return "is not there";
  }
  if (pod.metadata.labels?.[REVISION] !== revision) {
    return "runs the old revision";
  }
  const { conditions = [], containerStatuses = [] } = (pod["status"] ?? {}) as PodStatus;
  if (conditions.some(({ status, type }) => type === "Ready" && status === "True")) {
    return undefined;
  }
  const reason = containerStatuses.map(({ state }) => state?.waiting?.reason).find((one) => one !== undefined);
  return reason === undefined ? "is not ready" : `is not ready (${reason})`;
}
