import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { LEASE } from "../../cluster/lease";
import { nodeNameOf } from "../../cluster/objects";
import { leaderLease, POOL } from "../../policy/facts/session-keys";
import type { ApiObject } from "../../cluster/api-object";
import type { ReplicaProcess } from "./session-processes";
import type { StandingPool } from "./session-pool";

/** Two replicas, of which faults take one away and start another. */
export interface Replicas {
  readonly all: ReplicaProcess[];
  readonly start: () => Promise<ReplicaProcess>;
}

/** Something that goes wrong. It is over, for whoever causes it, when it resolves. */
export type Fault = (pool: StandingPool, replicas: Replicas, random: () => number) => Promise<void>;

/** Longer than a leader may be silent before another one follows. */
const PAUSE = 22_000;
/** Objects that a fault takes at once. */
const SOME = 3;

async function leaderOf({ api, namespace, set }: StandingPool, { all }: Replicas): Promise<number> {
  const lease = await api.get(LEASE.apiVersion, LEASE.kind, leaderLease(set), namespace);
  const { holderIdentity = "" } = (lease?.["spec"] ?? {}) as { holderIdentity?: string };
  return Math.max(
    0,
    all.findIndex(({ url }) => holderIdentity.includes(new URL(url).host)),
  );
}

async function kill(replicas: Replicas, index: number): Promise<void> {
  await replicas.all[index]?.end("SIGKILL");
  replicas.all[index] = await replicas.start();
}

function some(objects: readonly ApiObject[], random: () => number): readonly ApiObject[] {
  return objects.toSorted(() => random() - 0.5).slice(0, SOME);
}

function podsOf({ api, namespace, set }: StandingPool): Promise<readonly ApiObject[]> {
  return api.list("v1", "Pod", { namespace, labels: `app=${set}` });
}

function recordsOf({ api, namespace, set }: StandingPool): Promise<readonly ApiObject[]> {
  return api.list(LEASE.apiVersion, LEASE.kind, { namespace, labels: `${POOL}=${set}` });
}

/** What goes wrong in a cluster, by name. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  "the leader is killed": async (pool, replicas) => kill(replicas, await leaderOf(pool, replicas)),
  "the follower is killed": async (pool, replicas) => kill(replicas, 1 - (await leaderOf(pool, replicas))),
  "the leader stands still for longer than it may lead, and goes on": async (pool, replicas) => {
    const leader = replicas.all[await leaderOf(pool, replicas)];
    leader?.child.kill("SIGSTOP");
    await sleep(PAUSE);
    leader?.child.kill("SIGCONT");
  },
  "the Lease of the leader is deleted": async ({ api, namespace, set }) =>
    api.delete({ ...LEASE, metadata: { name: leaderLease(set), namespace } }),
  "records are deleted": async (pool, _, random) => {
    await Promise.all(some(await recordsOf(pool), random).map((lease) => pool.api.delete(lease)));
  },
  "pods are deleted": async (pool, _, random) => {
    await Promise.all(some(await podsOf(pool), random).map((pod) => pool.api.delete(pod)));
  },
  "a node is drained": async (pool, _, random) => {
    const pods = await podsOf(pool);
    const node = nodeNameOf(some(pods, random)[0] ?? { apiVersion: "", kind: "", metadata: { name: "" } });
    const [found] = pool.cluster.nodes.list.filter(({ name }) => name === node);
    if (found !== undefined) {
      await pool.cluster.nodes.cordon(found);
      await Promise.all(pods.filter((pod) => nodeNameOf(pod) === node).map((pod) => pool.api.delete(pod)));
      await sleep(1000);
      await pool.cluster.nodes.cordon(found, false);
    }
  },
  "others write to the same objects": async ({ api, namespace, set }, _, random) => {
    for (let round = 0; round < 20; round++) {
      const claims = await api.list("v1", "PersistentVolumeClaim", { namespace, labels: `${POOL}=${set}` });
      const leases = await api.list(LEASE.apiVersion, LEASE.kind, { namespace, labels: `${POOL}=${set}` });
      const change = { metadata: { annotations: { "example.com/touched": String(round) } } };
      await Promise.all(some([...claims, ...leases], random).map((object) => api.tryMerge(object, change)));
    }
  },
};

/** Kills the API server, and starts it again. */
export async function killApiServer({ cluster: { plane } }: StandingPool): Promise<void> {
  const { command, pid, args } = apiServer(plane.folder);
  process.kill(pid, "SIGKILL");
  await sleep(1000);
  await plane.processes.start("kube-apiserver", command, args);
  while (!(await plane.api.isReady().catch(() => false))) {
    await sleep(200);
  }
}

/** The process of the API server whose files are in a folder, and how it was started. Linux tells of it in /proc. */
function apiServer(folder: string): { pid: number; command: string; args: readonly string[] } {
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const [command = "", ...args] = commandLine(pid);
    if (command.endsWith("kube-apiserver") && args.some((argument) => argument.includes(folder))) {
      return { pid: Number(pid), command, args };
    }
  }
  throw new Error("there is no API server that could be killed");
}

function commandLine(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").slice(0, -1);
  } catch {
    return []; // It has ended meanwhile.
  }
}
