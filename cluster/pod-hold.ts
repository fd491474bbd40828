import { expectOk, isOk, messageOf } from "./answer";
import { ClusterError } from "./cluster-error";
import { mergeFresh } from "./merge-fresh";
import { isGoing, nodeNameOf } from "./objects";
import { evict, isOver, isRefused } from "./pods";
import { poll } from "./poll";
import type { ClusterClient } from "./client";
import type { ApiObject } from "./api-object";

/**
 * Finalizer of a pod whose disks are about to be changed. The kubelet stops it and lets go of its disks as ever, and its StatefulSet makes
 * no other one of the name until the finalizer is gone: nobody has to delete the set or scale it for that.
 */
export const HELD = "gke-stateful/held";

/** Whether a pod is kept from being made again. */
export function isHeld({ metadata }: ApiObject): boolean {
  return metadata.finalizers?.includes(HELD) === true;
}

/** Whether nothing of a pod runs any more, or ever has. */
export function hasEnded(pod: ApiObject): boolean {
  return isGoing(pod) && (isOver(pod) || nodeNameOf(pod) === undefined);
}

/**
 * Stops a pod, within its budgets, and keeps it from being made again. It can be done twice. Errors: ClusterError where a budget gives no
 * room or the pod does not end in time; the pod is let go then, so that its set brings it back.
 */
export async function holdPod(client: ClusterClient, pod: ApiObject, timeout: number): Promise<void> {
  try {
    await setHold(client, pod, true);
    await refuseOther(client, pod);
    await untilEvicted(client, pod, timeout);
    await untilEnded(client, pod, timeout);
    await endWithoutNode(client, pod);
  } catch (error) {
    await letGo(client, pod);
    throw error;
  }
}

/** Errors: ClusterError where the pod has gone since it was looked at: its set makes another, which nobody holds. */
async function refuseOther(client: ClusterClient, { metadata: { name, namespace, uid } }: ApiObject): Promise<void> {
  const now = await client.get("v1", "Pod", name, namespace);
  if (now === undefined || now.metadata.uid !== uid || !isHeld(now)) {
    throw new ClusterError(`Pod ${name} is not the one of a moment ago. Run the same command again.`);
  }
}

/** Lets a pod go, so that its set makes it again. One that is gone is no fault. */
export async function letGo(client: ClusterClient, pod: ApiObject): Promise<void> {
  await setHold(client, pod, false);
}

/** Errors: ClusterError where it cannot be done. */
async function setHold(client: ClusterClient, pod: ApiObject, isHold: boolean): Promise<void> {
  await mergeFresh(client, pod, (now) => {
    const isOther = now === undefined || now.metadata.uid !== pod.metadata.uid;
    return isOther || isHeld(now) === isHold ? undefined : { metadata: isHold ? withHold(now) : withoutHold(now) };
  });
}

/** Errors: ClusterError where the pod is going already: a finalizer can only be taken away then. */
function withHold(pod: ApiObject): object {
  const { finalizers = [], name } = pod.metadata;
  if (isGoing(pod)) {
    throw new ClusterError(
      `Pod ${name} is being deleted by somebody else. Run the same command again once it is back.`,
    );
  }
  return { finalizers: [...finalizers, HELD] };
}

function withoutHold({ metadata: { finalizers = [] } }: ApiObject): object {
  return { finalizers: finalizers.filter((one) => one !== HELD) };
}

async function untilEvicted(client: ClusterClient, pod: ApiObject, timeout: number): Promise<void> {
  const { name, namespace } = pod.metadata;
  await poll(timeout, async (isLast) => {
    const now = await client.get("v1", "Pod", name, namespace);
    if (now?.metadata.uid !== pod.metadata.uid || now?.metadata.deletionTimestamp !== undefined) {
      return true;
    }
    const answer = await evict(client, pod);
    if (!isOk(answer) && (isLast || !isRefused(answer))) {
      throw new ClusterError(
        `Pod ${name} may not be stopped: ${messageOf(answer)} Its budget must have room: see kubectl get pdb --namespace ${namespace ?? ""}.`,
      );
    }
    return isOk(answer) ? true : undefined;
  });
}

/**
 * A pod that never had a node stays Pending, and no kubelet says that it has ended; a set makes missing claims for such a one. Source: Kubernetes
 * v1.36, pkg/controller/statefulset/stateful_set_control.go, processReplica
 */
export async function endWithoutNode(client: ClusterClient, pod: ApiObject): Promise<void> {
  const now = await client.get("v1", "Pod", pod.metadata.name, pod.metadata.namespace);
  if (now?.metadata.uid === pod.metadata.uid && now !== undefined && nodeNameOf(now) === undefined) {
    const answer = await client.tryMerge(now, { status: { phase: "Failed" } }, "status");
    expectOk(answer, `the status of Pod ${pod.metadata.name}`);
  }
}

async function untilEnded(client: ClusterClient, pod: ApiObject, timeout: number): Promise<void> {
  const { name, namespace } = pod.metadata;
  await poll(timeout, async (isLast) => {
    const now = await client.get("v1", "Pod", name, namespace);
    if (now === undefined || hasEnded(now)) {
      return true;
    }
    if (isLast) {
      throw new ClusterError(
        `Pod ${name} has not ended after ${String(timeout)} seconds. Its node ${nodeNameOf(now) ?? ""} may be lost: see kubectl describe pod ${name} --namespace ${namespace ?? ""}.`,
      );
    }
    return undefined;
  });
}
