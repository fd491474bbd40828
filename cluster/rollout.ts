import { REVISION } from "../policy/facts/pod-labels";
import { selectorOf } from "./client";
import { poll } from "./poll";
import { ClusterError } from "./cluster-error";
import type { SetName } from "./claims";
import type { ClusterClient } from "./client";
import type { ApiObject } from "./api-object";

interface SetSpec {
  readonly replicas?: number;
  readonly updateStrategy?: { readonly type?: string; readonly rollingUpdate?: { readonly partition?: number } };
  readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
}

interface SetStatus {
  readonly observedGeneration?: number;
  readonly updateRevision?: string;
}

/**
 * Waits until every pod of a set is ready, and those that its partition lets move run the new revision. The pods of a set that is updated
 * by hand (OnDelete) may run any.
 *
 * Errors: ClusterError that names the pods that are not, after `timeout` seconds.
 */
export async function untilRolledOut(
  client: ClusterClient,
  { name, namespace }: SetName,
  timeout: number,
): Promise<void> {
  await poll(timeout, async (isLast) => {
    const set = await client.get("apps/v1", "StatefulSet", name, namespace);
    const behind = set === undefined ? [] : await whatIsBehind(client, set);
    if (behind.length === 0) {
      return true;
    }
    if (isLast) {
      throw new ClusterError(
        `StatefulSet ${namespace}/${name} is not as it should be after ${String(timeout)} seconds: ${behind.join(", ")}. See kubectl describe pod. To go back, undo the change and run pulumi up; a pod that never was ready may have to be deleted for it (kubectl delete pod), because with OrderedReady the next one waits for it.`,
      );
    }
    return undefined;
  });
}

async function whatIsBehind(client: ClusterClient, set: ApiObject): Promise<readonly string[]> {
  return isObserved(set) ? podsBehind(client, set) : ["its controller has not looked at the change"];
}

/** Before its controller has seen a change, a set's status tells of the state before. */
function isObserved({ metadata, status }: ApiObject): boolean {
  const { observedGeneration = 0 } = (status ?? {}) as SetStatus;
  return observedGeneration >= (metadata.generation ?? 0);
}

/** What is wrong with each pod that is not as it should be. */
async function podsBehind(client: ClusterClient, set: ApiObject): Promise<readonly string[]> {
  const { replicas = 1, selector, updateStrategy } = set["spec"] as SetSpec;
  const { updateRevision } = (set["status"] ?? {}) as SetStatus;
  const { name, namespace } = set.metadata;
  const pods = await client.list("v1", "Pod", { namespace, labels: selectorOf(selector?.matchLabels ?? {}) });
  const firstToMove = updateStrategy?.type === "OnDelete" ? replicas : (updateStrategy?.rollingUpdate?.partition ?? 0);
  return Array.from({ length: replicas }, (_, ordinal) => {
    const pod = pods.find(({ metadata }) => metadata.name === `${name}-${String(ordinal)}`);
    const why = whyBehind(pod, ordinal < firstToMove ? undefined : updateRevision);
    return why === undefined ? undefined : `${name}-${String(ordinal)} ${why}`;
  }).filter((sentence) => sentence !== undefined);
}

interface PodStatus {
  readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  readonly containerStatuses?: readonly { readonly state?: { readonly waiting?: { readonly reason?: string } } }[];
}

/** Undefined: nothing is wrong. Without a revision, any will do. */
function whyBehind(pod: ApiObject | undefined, revision: string | undefined): string | undefined {
  if (pod === undefined) {
    return "is not there";
  }
  if (revision !== undefined && pod.metadata.labels?.[REVISION] !== revision) {
    return "runs the old revision";
  }
  const { conditions = [], containerStatuses = [] } = (pod["status"] ?? {}) as PodStatus;
  if (conditions.some(({ status, type }) => type === "Ready" && status === "True")) {
    return undefined;
  }
  const reason = containerStatuses.map(({ state }) => state?.waiting?.reason).find((one) => one !== undefined);
  return reason === undefined ? "is not ready" : `is not ready (${reason})`;
}
