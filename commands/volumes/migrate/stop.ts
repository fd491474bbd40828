import { ClusterError } from "../../../cluster/cluster-error";
import { endWithoutNode, hasEnded, holdPod, isHeld } from "../../../cluster/pod-hold";
import { isReady, ordinalsIn, podsByOrdinal } from "../../../cluster/pods";
import { poll } from "../../../cluster/poll";
import { plural } from "../../../policy/rules/engine/plural";
import type { ApiObject } from "../../../cluster/api-object";
import type { SetName } from "../../../cluster/claims";
import type { ClusterClient } from "../../../cluster/client";

/** Whose pod is stopped, and for how long anything may take. */
export interface Stopping {
  readonly client: ClusterClient;
  readonly set: SetName;
  /** Seconds. */
  readonly timeout: number;
}

/** Ordinals of the pods that a set has, or should have; none where it is gone. */
export async function ordinalsOf(client: ClusterClient, { name, namespace }: SetName): Promise<readonly number[]> {
  const set = await client.get("apps/v1", "StatefulSet", name, namespace);
  return set === undefined ? [] : ordinalsIn(set);
}

/**
 * Stops the pod of an ordinal and holds it, once all others are ready: one at a time may be away, besides those that are not ready anyway.
 * Undefined where the set has no such ordinal now. Errors: ClusterError after `timeout` seconds.
 */
export async function stopPod(stopping: Stopping, ordinal: number): Promise<ApiObject | undefined> {
  const { client, set, timeout } = stopping;
  const pod = await poll(timeout, async (isLast) => {
    const pods = await podsByOrdinal(client, set);
    const own = pods.get(ordinal);
    const isExpected = (await ordinalsOf(client, set)).includes(ordinal);
    const waits = own === undefined ? [] : othersNotReady([...pods.values()], own);
    if (waits.length === 0 && (own !== undefined || !isExpected)) {
      return { own };
    }
    if (isLast) {
      throw new ClusterError(
        own === undefined
          ? `Pod ${set.name}-${String(ordinal)} is not there, and its set should make it at any moment: must be there, to be held. See kubectl describe statefulset ${set.name} --namespace ${set.namespace}.`
          : `${plural(waits.length, "other pod")} of ${set.name} not ready after ${String(timeout)} seconds (${waits.join(", ")}): all must be, before one more is stopped.`,
      );
    }
    return undefined;
  });
  if (pod.own !== undefined) {
    const isStopped = isHeld(pod.own) && hasEnded(pod.own);
    await (isStopped ? endWithoutNode(client, pod.own) : holdPod(client, pod.own, timeout));
  }
  return pod.own;
}

/** Nobody misses a pod that is not ready. */
function othersNotReady(pods: readonly ApiObject[], own: ApiObject): readonly string[] {
  return isReady(own) ? pods.filter((pod) => pod !== own && !isReady(pod)).map(({ metadata }) => metadata.name) : [];
}

/** Waits until volumes are attached to no node. Errors: ClusterError that names the node, after `timeout` seconds. */
export async function untilDetached({ client, timeout }: Stopping, volumes: readonly string[]): Promise<void> {
  await poll(timeout, async (isLast) => {
    const attachments = await client.list("storage.k8s.io/v1", "VolumeAttachment");
    const left = attachments
      .map(({ spec }) => spec as AttachmentSpec)
      .find(({ source }) => volumes.includes(source.persistentVolumeName ?? ""));
    if (left !== undefined && isLast) {
      throw new ClusterError(
        `Volume ${left.source.persistentVolumeName ?? ""} is still attached to node ${left.nodeName} after ${String(timeout)} seconds. See kubectl get volumeattachments.`,
      );
    }
    return left === undefined ? true : undefined;
  });
}

interface AttachmentSpec {
  readonly nodeName: string;
  readonly source: { readonly persistentVolumeName?: string };
}
