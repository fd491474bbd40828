import { setTimeout as sleep } from "node:timers/promises";
import { SessionsClient } from "../../sessions/client";
import { LEASE, microTime } from "../../cluster/lease";
import { POOL, SESSION_KEYS } from "../../policy/facts/session-keys";
import { startPool } from "../../test/support/session-pool";
import { quantile } from "./median";
import { costOf, writesOf } from "./session-figures";
import type { ReplicaProcess } from "../../test/support/session-processes";
import type { StandingPool } from "../../test/support/session-pool";

/**
 * What the controller of sessions adds to the least that any claim of a pod takes. The floor is what agent-sandbox was measured against: one Lease
 * that is created and one pod that is patched, one after the other, by the same client of the same API server. Ours is an acquire through the HTTP
 * API of one replica (the image's bundle, a process of its own), with token and rights checked, until Lease, disk and pod say whose they are.
 * All slots are warm: a ready pod with its disk. Both kinds in one run, in turn, with 1, 16 and 64 callers; then a burst of as many callers as there
 * are slots, all at once. Ratios, because machines differ. Needs the programs of npm run tools. Exits 1 if a goal is missed.
 * Argument: number of slots, 1,000 if it is not given; 5,000 take a quarter of an hour to come up.
 */

const SLOTS = Number(process.argv[2] ?? "1000");
const SLOTS_PER_NODE = 100;
/** Seconds for which is looked at what goes on at rest. */
const REST = 20;
const ROUNDS = 3;
/** Acquires of one round, by how many callers there are at once. Together they fit into the pool. */
const LOADS = [
  { callers: 1, acquires: 60 },
  { callers: 16, acquires: 100 },
  { callers: 64, acquires: 160 },
] as const;
/** Acquires before anything is measured. */
const WARM_UP = { callers: 4, acquires: 20 } as const;
/** Slots that all of them need. */
const LEAST = WARM_UP.acquires + LOADS.reduce((sum, { acquires }) => sum + ROUNDS * acquires, 0);
const GOALS = { p50: 2, p99: 5, writes: 3 } as const;
/** What others write beside is counted by its rate, which is not quite the same all the time. */
const ROUNDING = 0.05;
/** Nothing happens by itself while it is measured. */
const FLAGS = [
  ["--max", String(SLOTS)],
  ["--per-tenant", String(SLOTS)],
  ["--warm", "0"],
  ["--idle", "8h"],
  ["--cool-down", "8h"],
  ["--rate", "1000000"],
].flat();

type Work = (number: number) => Promise<unknown>;

/** Milliseconds of each of so many, by so many callers at once. */
async function timesOf(work: Work, { acquires, callers }: { acquires: number; callers: number }): Promise<number[]> {
  const times: number[] = [];
  let next = 0;
  const caller = async (): Promise<void> => {
    for (let number = next++; number < acquires; number = next++) {
      const begin = performance.now();
      await work(number);
      times.push(performance.now() - begin);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return times;
}

/** A bench: a pool, a replica that gives it out, and how often something was asked for. */
class Bench {
  readonly pool: StandingPool;
  replica: ReplicaProcess;
  private readonly claimed = new Set<string>();
  private made = 0;

  constructor(pool: StandingPool, replica: ReplicaProcess) {
    this.pool = pool;
    this.replica = replica;
  }

  /** The least that a claim takes. */
  readonly floor: Work = async (number) => {
    const { api, namespace, set } = this.pool;
    const name = `floor-${String(this.made++)}`;
    await api.create({
      ...LEASE,
      metadata: { name, namespace },
      spec: { holderIdentity: name, acquireTime: microTime(Date.now()), leaseDurationSeconds: 60 },
    });
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: `${set}-${String(SLOTS - 1 - (number % SLOTS))}`, namespace },
    };
    await api.merge(pod, { metadata: { labels: { floor: name } } });
  };

  /** A session that was not there before. */
  readonly acquire: Work = async () => {
    const { launch, pod } = await this.client().acquire(`s${String(this.made++)}`, { waitSeconds: 600 });
    if (launch !== "warm" || this.claimed.has(pod)) {
      throw new Error(`${pod} was ${launch}, and ${this.claimed.has(pod) ? "given twice" : "given once"}`);
    }
    this.claimed.add(pod);
  };

  /** Everything as it was: the replica starts anew over slots of which nothing says that anybody had them. */
  async reset(): Promise<void> {
    await this.replica.end("SIGTERM");
    const { api, namespace, set } = this.pool;
    for (const lease of await api.list(LEASE.apiVersion, LEASE.kind, { namespace })) {
      await api.delete(lease);
    }
    const none = Object.fromEntries(Object.values(SESSION_KEYS).map((key) => [key, null]));
    for (const kind of ["PersistentVolumeClaim", "Pod"]) {
      const labels = kind === "Pod" ? "app=slots" : `${POOL}=${set}`;
      for (const object of await api.list("v1", kind, { namespace, labels })) {
        await api.merge(object, { metadata: { annotations: none, ...(kind === "Pod" && { labels: none }) } });
      }
    }
    this.claimed.clear();
    this.replica = await this.pool.serve(FLAGS);
  }

  private client(): SessionsClient {
    return new SessionsClient({ url: this.replica.url, token: () => this.pool.token });
  }
}

interface Compared {
  readonly says: string;
  readonly holds: boolean;
}

function compared(title: string, floor: readonly number[], ours: readonly number[], isGoal: boolean): Compared {
  const at = (share: number): { text: string; ratio: number } => {
    const [least, mine] = [quantile(floor, share), quantile(ours, share)];
    return { text: `${mine.toFixed(1)} ms (floor ${least.toFixed(1)})`, ratio: mine / least };
  };
  const [p50, p99] = [at(0.5), at(0.99)];
  const holds = !isGoal || (p50.ratio <= GOALS.p50 && p99.ratio <= GOALS.p99);
  const says = `${title}: p50 ${p50.text}, ${p50.ratio.toFixed(2)} ×; p99 ${p99.text}, ${p99.ratio.toFixed(2)} ×`;
  return { says: holds ? says : `${says}, MISSED`, holds };
}

/** What something took: seconds, writes of the API server whoever asked, and seconds of a processor of the replica. */
async function used(
  { pool, replica }: Bench,
  work: () => Promise<unknown>,
): Promise<Record<"seconds" | "writes" | "cpu", number>> {
  const before = { writes: await writesOf(pool.api), cost: await costOf(replica) };
  const begin = performance.now();
  await work();
  const seconds = (performance.now() - begin) / 1000;
  const { seconds: cpu } = await costOf(replica);
  return { seconds, writes: (await writesOf(pool.api)) - before.writes, cpu: cpu - before.cost.seconds };
}

async function measured(bench: Bench): Promise<boolean> {
  const results: boolean[] = [];
  const say = ({ holds, says }: Compared): void => {
    process.stdout.write(`${says}\n`);
    results.push(holds);
  };
  await timesOf(bench.acquire, WARM_UP); // Both processes have compiled what they run.
  await timesOf(bench.floor, WARM_UP);
  for (const load of LOADS) {
    const [floor, ours]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      floor.push(...(await timesOf(bench.floor, load)));
      ours.push(...(await timesOf(bench.acquire, load)));
    }
    say(compared(`${String(load.callers)} callers`, floor, ours, true));
  }
  await bench.reset();
  const all = { callers: SLOTS, acquires: SLOTS };
  const floor = await timesOf(bench.floor, all);
  const others = (await used(bench, () => sleep(REST * 1000))).writes / REST;
  let ours: readonly number[] = [];
  const burst = await used(bench, async () => {
    ours = await timesOf(bench.acquire, all);
  });
  say(compared(`a burst of ${String(SLOTS)}`, floor, ours, false));
  const writes = (burst.writes - others * burst.seconds) / SLOTS;
  const isFew = writes < GOALS.writes + ROUNDING;
  say({
    says: `${(SLOTS / burst.seconds).toFixed(0)} sessions a second; ${writes.toFixed(2)} writes each (goal: at most ${String(GOALS.writes)}); the replica used ${((burst.cpu * 1000) / SLOTS).toFixed(1)} ms of a processor for each${isFew ? "" : ", MISSED"}`,
    holds: isFew,
  });
  const rest = await used(bench, () => sleep(REST * 1000));
  const { bytes } = await costOf(bench.replica);
  process.stdout.write(
    `at rest with ${String(SLOTS)} sessions: ${((rest.cpu * 1000) / REST).toFixed(0)} ms of a processor each second, ${(bytes / 1e6).toFixed(0)} MB\n`,
  );
  return results.every(Boolean);
}

async function main(): Promise<void> {
  if (!Number.isInteger(SLOTS) || SLOTS < LEAST) {
    process.stderr.write(
      `The number of slots is ${process.argv[2] ?? ""}: must be a whole number from ${String(LEAST)} on.\n`,
    );
    process.exitCode = 2;
    return;
  }
  const pool = await startPool({ slots: SLOTS, nodes: Math.ceil(SLOTS / SLOTS_PER_NODE) });
  try {
    const bench = new Bench(pool, await pool.serve(FLAGS));
    try {
      process.exitCode = (await measured(bench)) ? 0 : 1;
    } finally {
      await bench.replica.end("SIGTERM");
    }
  } finally {
    await pool.stop();
  }
}

void main();
