import { drain, isDone, together } from "../simulation/eviction";
import { judged } from "./node-drain";
import { allReady, nodesInUse, timeFor } from "./drill";
import type { SimulatedPool } from "../simulation/pools";
import type { SimulatedNode } from "../simulation/nodes";
import type { Drained } from "../simulation/eviction";
import type { Drill, Stage } from "./drill";

/** Every node of the workload's pools replaced by a new one, in the way that the pool is upgraded. */
export const poolUpgrade: Drill = {
  id: "pool-upgrade",
  title: "Upgrade of all nodes",
  shows: "New nodes come up, the budget lets the pods move, and the old nodes go.",
  run: async (stage) => {
    const pools = [...new Set(nodesInUse(stage).map(({ pool }) => pool))];
    const old = stage.cluster.nodes.list.filter(({ pool }) => pools.includes(pool));
    let all = together([]);
    for (const pool of pools) {
      const own = old.filter((node) => node.pool === pool);
      all = together([all, await (pool.upgrade.isBlueGreen ? blueGreen : surge)(stage, pool, own)]);
    }
    return judged(all, await allReady(stage), `${String(old.length)} nodes`, stage);
  },
};

/**
 * As many nodes at a time as may be more or fewer than the pool has; those that may be more come up before the old ones go.
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/node-pool-upgrade-strategies
 */
async function surge(stage: Stage, { upgrade }: SimulatedPool, old: readonly SimulatedNode[]): Promise<Drained> {
  const { nodes } = stage.cluster;
  const atATime = Math.max(1, upgrade.surge + upgrade.unavailable);
  const drained: Drained[] = [];
  for (let from = 0; from < old.length && drained.every(isDone); from += atATime) {
    const batch = old.slice(from, from + atATime);
    const [first, later] = [batch.slice(0, upgrade.surge), batch.slice(upgrade.surge)];
    await replace(stage, first);
    const result = await empty(stage, batch);
    drained.push(result);
    await replace(stage, later);
    await Promise.all(batch.map((node) => (isDone(result) ? nodes.remove(node) : nodes.cordon(node, false))));
  }
  return together(drained);
}

/** All new nodes first; then the old ones are emptied in batches, and go together. */
async function blueGreen(stage: Stage, { upgrade }: SimulatedPool, old: readonly SimulatedNode[]): Promise<Drained> {
  const { nodes } = stage.cluster;
  await replace(stage, old);
  for (const node of old) {
    await nodes.cordon(node);
  }
  const drained: Drained[] = [];
  for (let from = 0; from < old.length && drained.every(isDone); from += upgrade.surge) {
    drained.push(await empty(stage, old.slice(from, from + upgrade.surge)));
  }
  const all = together(drained);
  // Where it cannot be finished, GKE goes back to the old nodes.
  await Promise.all(old.map((node) => (isDone(all) ? nodes.remove(node) : nodes.cordon(node, false))));
  return all;
}

/** A new node for each of some. */
async function replace({ cluster }: Stage, nodes: readonly SimulatedNode[]): Promise<void> {
  for (const { pool, zone } of nodes) {
    await cluster.nodes.add(pool, zone);
  }
}

/** Drains nodes together. */
async function empty(stage: Stage, nodes: readonly SimulatedNode[]): Promise<Drained> {
  const { cluster, timeline } = stage;
  for (const node of nodes) {
    await cluster.nodes.cordon(node);
    timeline.mark(`upgrade of ${node.name}`);
  }
  return together(await Promise.all(nodes.map((node) => drain(cluster.api, node, (pods) => timeFor(stage, pods)))));
}
