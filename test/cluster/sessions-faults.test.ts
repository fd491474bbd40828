import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { SessionsClient } from "../../sessions/client";
import { LIMIT, needsTools, until } from "../support/cluster";
import { KILLS, randomNumbers } from "../support/kills";
import { Caller } from "../support/session-callers";
import { FAULTS } from "../support/session-faults";
import { faultsIn } from "../support/session-history";
import { startPool } from "../support/session-pool";
import type { Callers } from "../support/session-callers";
import type { StandingPool } from "../support/session-pool";

const CALLERS = 16;
const SLOTS = 16;
const NODES = 3;
/** Milliseconds between two faults, in which callers go on. */
const BETWEEN = 4000;
/** Seconds until every slot is free after everything was given back. */
const CLEARED = 240;
/** Fewer slots than callers have sessions: the pool is full at times, scales out, and scales in as soon as it may. */
const FLAGS = [
  ["--max", "24"],
  ["--per-tenant", "3"],
  ["--warm", "2"],
  ["--idle", "8h"],
  ["--cool-down", "5s"],
  ["--rate", "1000000"],
].flat();

describe("the controller of sessions while everything around it fails", function () {
  this.timeout(LIMIT * Math.max(1, KILLS / 4));
  needsTools();
  let pool: StandingPool;
  before(async () => {
    pool = await startPool({ slots: SLOTS, nodes: NODES });
  });
  after(() => pool.stop());

  it("never has two holders of a slot, loses no session, and shows nobody the data of others", async () => {
    const random = randomNumbers();
    const start = (): ReturnType<StandingPool["serve"]> => pool.serve(FLAGS);
    const replicas = { all: await Promise.all([start(), start()]), start };
    const ending = new AbortController();
    const callers: Callers = { pool, replicas, random, signal: ending.signal, history: [], wrong: [] };
    const all = Array.from({ length: CALLERS }, (_, number) => new Caller(callers, `tenant-${String(number)}`));
    const running = Promise.all(all.map((caller) => caller.run()));
    for (let round = 0; round < Math.max(1, KILLS / 10); round++) {
      for (const [title, fault] of Object.entries(FAULTS).toSorted(() => random() - 0.5)) {
        const before = callers.history.length;
        await Promise.race([running, sleep(BETWEEN)]);
        await fault(pool, replicas, random);
        console.log(`    ${title}, after ${String(callers.history.length - before)} more operations`);
      }
    }
    await Promise.race([running, sleep(BETWEEN)]);
    ending.abort();
    await running;
    const { history, wrong } = callers;
    console.log(`    ${String(history.length)} operations of ${String(CALLERS)} callers`);
    assert.deepEqual([...faultsIn(history), ...wrong], []);
    await clear(pool, replicas.all[0]?.url ?? "");
    await Promise.all(replicas.all.map((replica) => replica.end("SIGTERM")));
  });
});

/** Gives everything back, and sees that no slot is lost for it. */
async function clear({ token }: StandingPool, url: string): Promise<void> {
  const client = (tenant: string): SessionsClient =>
    new SessionsClient({ url, tenant, token: () => token, patience: 60_000 });
  for (const { epoch, session, tenant } of await client("*").list()) {
    await client(tenant)
      .release({ session, epoch }, "wipe")
      .catch(() => undefined); // It may be ending already.
  }
  const slots = (): ReturnType<SessionsClient["slots"]> => client("*").slots();
  await until(async () => (await slots()).every(({ state }) => state === "Free" || state === "Closed"), CLEARED).catch(
    async () => {
      assert.deepEqual(
        (await slots()).filter(({ state }) => state !== "Free" && state !== "Closed"),
        [],
      );
    },
  );
}
