import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../shared/user-error";
import { isReady } from "../../../cluster/pods";
import { podsOn } from "../simulation/eviction";
import { givingUp } from "../simulation/assumptions";
import { LOST_ANNOTATION } from "../simulation/stages";
import { eventually } from "./drill";
import type { SimulatedNode } from "../simulation/nodes";
import type { Stage } from "./drill";

/**
 * Silences nodes, waits until Kubernetes notices, and then as long as GKE does, scaled, until their pods are let go of: by the Stateful
 * HA operator, where the workload has it, or by a repair or a person. Their disks are detached, and the cloud removes them. Other
 * workloads on the same nodes are let go of at the same time; they are drilled for themselves.
 */
export async function lose(stage: Stage, nodes: readonly SimulatedNode[]): Promise<void> {
  const { cluster, timeline, workload } = stage;
  const names = nodes.map(({ name }) => name).join(", ");
  for (const node of nodes) {
    await cluster.nodes.silence(node);
  }
  // The processes are gone at once; that nobody knows it yet is what the times are about.
  await fail(cluster.api, nodes);
  timeline.mark(`lost: ${names}`);
  const { grace, toleration } = cluster.detection;
  const patience = grace + toleration + stage.patience;
  if (!(await eventually({ patience }, async () => (await readyOnes(stage, nodes)) === 0))) {
    throw new UserError(`The control plane did not notice that nodes fell silent: ${names}.`);
  }
  timeline.mark(`noticed: ${names}`);
  await sleep(givingUp(cluster.detection, workload.failoverSeconds).here * 1000);
  for (const node of nodes) {
    await cluster.nodes.giveUp(node);
    if (workload.failoverSeconds !== undefined) {
      await forceDelete(stage, node);
    }
  }
  timeline.mark(`given up: ${names}`);
  // The controller that forgets pods of nodes out of service looks every 20 seconds.
  await eventually(stage, async () => (await podsOnAll(stage, nodes)) === 0);
  for (const node of nodes) {
    await cluster.nodes.remove(node);
  }
}

/** What the wait would be on GKE, as a sentence. */
export function waitOnGke({ cluster: { detection }, workload: { failoverSeconds } }: Stage): string {
  const { here, onGke } = givingUp(detection, failoverSeconds);
  const shortened = `here that took ${(detection.grace + here).toFixed(0)} s`;
  return failoverSeconds === undefined
    ? `On GKE nothing moves them for ${String(onGke)} s or more, because the workload has no failover; ${shortened}.`
    : `On GKE the Stateful HA operator moves them ${String(onGke)} s after the loss; ${shortened}.`;
}

/** As the operator does (forceDeleteStrategy). */
async function forceDelete({ cluster: { api } }: Stage, node: SimulatedNode): Promise<void> {
  for (const pod of await podsOn(api, node)) {
    await api.delete(pod, { gracePeriodSeconds: 0 });
  }
}

/** Nodes of some that say that they are ready. */
async function readyOnes({ cluster }: Stage, nodes: readonly SimulatedNode[]): Promise<number> {
  const names = new Set(nodes.map(({ name }) => name));
  const all = await cluster.api.list("v1", "Node");
  return all.filter((node) => names.has(node.metadata.name) && isReady(node)).length;
}

async function podsOnAll({ cluster }: Stage, nodes: readonly SimulatedNode[]): Promise<number> {
  const counts = await Promise.all(nodes.map(async (node) => (await podsOn(cluster.api, node)).length));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Marks the pods of lost nodes as not ready: their endpoints answer nobody. */
async function fail(api: Stage["cluster"]["api"], nodes: readonly SimulatedNode[]): Promise<void> {
  for (const node of nodes) {
    for (const pod of await podsOn(api, node)) {
      const { conditions = [] } = (pod["status"] ?? {}) as { conditions?: readonly { type: string }[] };
      const failed = conditions.map((one) => (one.type === "Ready" ? { ...one, status: "False" } : one));
      await api.merge(pod, { metadata: { annotations: { [LOST_ANNOTATION]: "true" } } });
      await api.merge(pod, { status: { conditions: failed } }, "status");
    }
  }
}
