import { setTimeout as sleep } from "node:timers/promises";
import { podsOn } from "../eviction";
import { sharesOf } from "../settle";
import { LOST_ANNOTATION } from "../stages";
import { isReady } from "../timeline";
import { nodesInUse } from "./drain";
import { allReady, counted, ownPodsOn } from "./drill";
import type { SimulatedNode } from "../nodes";
import type { Drill, Stage } from "./drill";

/** A node that falls silent, and that the cloud then replaces. */
export const nodeLoss: Drill = {
  id: "node-loss",
  title: "Loss of a node",
  shows: "The pods of a lost node come back on another one, with their disks.",
  isOutage: true,
  run: async (stage) => {
    const [node] = nodesInUse(stage);
    if (node === undefined) {
      return { holds: false, says: "No pod has a node.", advice: "See the drill bring-up." };
    }
    const lost = ownPodsOn(stage, [node]).length;
    await lose(stage, [node]);
    const back = await allReady(stage);
    return back
      ? { holds: true, says: `${counted(lost)} came back.` }
      : {
          holds: false,
          says: `${String(lost)} pods were lost, and not all of them came back within ${String(stage.patience)} seconds.`,
          advice: "There is no room for them: raise the pools' maximum, or give spread.zone ScheduleAnyway.",
        };
  },
};

/** All nodes of a zone fall silent, and no new ones can be had there. */
export const zoneLoss: Drill = {
  id: "zone-loss",
  title: "Loss of a zone",
  shows: "The pods of a lost zone come back in the other one, on their own disks.",
  isOutage: true,
  unfit: ({ cluster }) =>
    zonesOf(cluster.nodes.list).length < 2
      ? "The stack has one zone: without it, the service is away until it is back."
      : undefined,
  run: async (stage) => {
    const { cluster, timeline } = stage;
    const zone = sharesOf(stage)[0]?.zone ?? ""; // the one whose loss takes the most pods
    const nodes = cluster.nodes.list.filter((node) => node.zone === zone);
    const lost = ownPodsOn(stage, nodes).length;
    cluster.autoscaler.loseZone(zone);
    await lose(stage, nodes);
    const moved = await allReady(stage);
    const stranded = timeline.all.filter((pod) => !isReady(pod)).length;
    timeline.mark(`zone ${zone} is back`);
    cluster.autoscaler.loseZone(zone, false);
    for (const { pool } of nodes) {
      await cluster.nodes.add(pool, zone);
    }
    const back = moved || (await allReady(stage));
    return moved
      ? { holds: true, says: `${counted(lost)} of ${zone} came back in the other zone.` }
      : {
          holds: false,
          says: `${String(stranded)} of ${String(lost)} pods of ${zone} did not come back until the zone did${back ? "" : ", and not even then"}.`,
          advice:
            "Either their disks lie in one zone (storage.regional), the spread forbids it (spread.zone), or the other zone has no room: raise the pools' maximum.",
        };
  },
};

/**
 * Silences nodes, waits as long as Kubernetes and GKE do, shortened, and gives them up: the Stateful HA operator, a repair, or a
 * person by the runbook says that they are out of service, and the cloud removes them.
 */
async function lose({ cluster, timeline }: Stage, nodes: readonly SimulatedNode[]): Promise<void> {
  const names = nodes.map(({ name }) => name).join(", ");
  for (const node of nodes) {
    await cluster.nodes.silence(node);
  }
  // The processes are gone at once; that nobody knows it yet is what the times above are about.
  await fail(cluster.api, nodes);
  timeline.mark(`lost: ${names}`);
  // Noticed, and its pods told to go.
  await sleep((cluster.detection.grace + cluster.detection.toleration) * 1000);
  for (const node of nodes) {
    await cluster.nodes.giveUp(node);
    await cluster.nodes.remove(node);
  }
  timeline.mark(`given up: ${names}`);
}

/** Marks the pods of lost nodes as not ready: their endpoints answer nobody. */
async function fail(api: Stage["cluster"]["api"], nodes: readonly SimulatedNode[]): Promise<void> {
  for (const node of nodes) {
    for (const pod of await podsOn(api, node)) {
      const { conditions = [] } = (pod["status"] ?? {}) as { conditions?: readonly { type: string }[] };
      const failed = conditions.map((one) => (one.type === "Ready" ? { ...one, status: "False" } : one));
      const object = { ...pod, apiVersion: "v1", kind: "Pod" };
      await api.merge(object, { metadata: { annotations: { [LOST_ANNOTATION]: "true" } } });
      await api.merge(object, { status: { conditions: failed } }, "status");
    }
  }
}

function zonesOf(nodes: readonly SimulatedNode[]): readonly string[] {
  return [...new Set(nodes.map(({ zone }) => zone))];
}
