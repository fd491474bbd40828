import { plural } from "../../../policy/rules/engine/plural";
import { setTimeout as sleep } from "node:timers/promises";
import { podsOn } from "../simulation/eviction";
import { sharesOf } from "./settle";
import { LOST_ANNOTATION } from "../simulation/stages";
import { isReady } from "../measuring/timeline";
import { UserError } from "../../shared/user-error";
import { allReady, eventually, nodesInUse, NO_ROOM, NOT_UP, ownPodsOn, strangeClass, timeFor } from "./drill";
import type { SimulatedNode } from "../simulation/nodes";
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
      return NOT_UP;
    }
    const lost = ownPodsOn(stage, [node]).length;
    await lose(stage, [node]);
    const back = await allReady(stage);
    return back
      ? { holds: true, says: `${plural(lost, "pod")} came back.${together(lost, stage)}` }
      : {
          holds: false,
          says: `${String(lost)} pods were lost, and not all of them came back within ${String(timeFor(stage))} seconds.`,
          advice: NO_ROOM,
        };
  },
};

/** What is to be said where one node had all pods. */
function together(lost: number, { workload: { replicas } }: Stage): string {
  return lost > 1 && lost === replicas
    ? " All of them were on that node: spread.host DoNotSchedule, or more nodes (pools[].min), keeps them apart."
    : "";
}

/** All nodes of a zone fall silent, and no new ones can be had there. */
export const zoneLoss: Drill = {
  id: "zone-loss",
  title: "Loss of a zone",
  shows: "The pods of a lost zone come back in the other one, on their own disks.",
  isOutage: true,
  unfit: (stage) => {
    if (new Set(stage.cluster.nodes.list.map(({ zone }) => zone)).size < 2) {
      return "The stack has one zone: without it, the service is away until it is back.";
    }
    const other = strangeClass(stage);
    return other === undefined
      ? undefined
      : `Class ${other} is not of the stack, and a disk of one zone stands for it here: what a lost zone takes depends on the real one.`;
  },
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
    const back = moved || (await allReady(stage));
    return moved
      ? { holds: true, says: `${plural(lost, "pod")} of ${zone} came back in the other zone.` }
      : {
          holds: false,
          says: `${String(stranded)} of ${String(lost)} pods of ${zone} did not come back until the zone did${back ? "" : ", and not even then"}.`,
          advice:
            "Either their disks lie in one zone (storage.regional), the spread forbids it (spread.zone), or the other zone has no room: raise the pools' maximum.",
        };
  },
};

/**
 * Silences nodes, waits until Kubernetes notices, and gives them up: the Stateful HA operator, a repair, or a person by the runbook
 * says that they are out of service; their pods are forgotten and their disks detached, and the cloud removes them.
 */
async function lose(stage: Stage, nodes: readonly SimulatedNode[]): Promise<void> {
  const { cluster, timeline } = stage;
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
  await sleep(toleration * 1000);
  for (const node of nodes) {
    await cluster.nodes.giveUp(node);
  }
  timeline.mark(`given up: ${names}`);
  // The controller that forgets pods of nodes out of service looks every 20 seconds.
  await eventually(stage, async () => (await podsOnAll(stage, nodes)) === 0);
  for (const node of nodes) {
    await cluster.nodes.remove(node);
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
