import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { SessionsClient } from "../../sessions/client";
import { LIMIT, needsTools, until } from "../support/cluster";
import { KILLS, randomNumbers } from "../support/kills";
import { Caller } from "../support/session-callers";
import { FAULTS, killApiServer } from "../support/session-faults";
import { faultsIn } from "../support/session-history";
import { startPool } from "../support/session-pool";
import type { Slot } from "../../sessions/client";
import type { Callers } from "../support/session-callers";
import type { Operation } from "../support/session-history";
import type { StandingPool } from "../support/session-pool";

const CALLERS = 16;
const SLOTS = 16;
const NODES = 3;
/** Kills, of a run that is told how many, for which there is one round of all faults. */
const ROUND = 10;
/** Operations until the next fault: as many show that callers are served again. */
const SERVED = 60;
/**
 * Seconds that they may take. A leader that was killed is followed after it was silent for 15. The scheduler and the drivers wait ever longer for an API
 * server that was killed, so that this comes last, and takes longest.
 */
const RECOVERED = 240;
/** Milliseconds until every slot is free after everything was given back. */
const CLEARED = 240_000;
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
  this.timeout(LIMIT * Math.max(1, KILLS / ROUND));
  let pool: StandingPool;
  let stop = (): Promise<void> => Promise.resolve();
  // Before what needsTools looks at afterwards: that nothing is left behind.
  after(() => stop());
  needsTools();
  before(async function () {
    if (KILLS < ROUND) {
      this.skip(); // It takes minutes: npm run test:kills.
    }
    pool = await startPool({ slots: SLOTS, nodes: NODES });
    stop = pool.stop;
  });

  it("never has two holders of a slot, loses no session, and shows nobody the data of others", async () => {
    const random = randomNumbers();
    const start = (): ReturnType<StandingPool["serve"]> => pool.serve(FLAGS);
    const replicas = { all: await Promise.all([start(), start()]), start };
    const ending = new AbortController();
    const callers: Callers = { pool, replicas, random, signal: ending.signal, history: [], wrong: [] };
    const { history, wrong } = callers;
    const all = Array.from({ length: CALLERS }, (_, number) => new Caller(callers, `tenant-${String(number)}`));
    const running = Promise.all(all.map((caller) => caller.run()));
    try {
      for (let round = 0; round < KILLS / ROUND; round++) {
        for (const [title, fault] of Object.entries(FAULTS).toSorted(() => random() - 0.5)) {
          console.log(`    ${title}`);
          await fault(pool, replicas, random);
          await Promise.race([running, untilServed(history)]);
        }
        console.log("    the API server is killed and started again");
        await killApiServer(pool);
        await Promise.race([running, untilServed(history)]);
      }
    } finally {
      ending.abort();
    }
    await running;
    console.log(`    ${String(history.length)} operations of ${String(CALLERS)} callers`);
    assert.deepEqual([...faultsIn(history), ...wrong], []);
    await clear(pool, replicas.all[0].url);
    await Promise.all(replicas.all.map((replica) => replica.end("SIGTERM")));
  });
});

async function untilServed(history: readonly Operation[]): Promise<void> {
  const begin = performance.now();
  const enough = history.length + SERVED;
  await until(() => Promise.resolve(history.length >= enough), RECOVERED);
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  console.log(`      ${seconds} seconds until ${String(SERVED)} more operations were done`);
}

/** Gives everything back, and sees that no slot is lost for it. */
async function clear({ token }: StandingPool, url: string): Promise<void> {
  const client = (tenant: string): SessionsClient =>
    new SessionsClient({ url, tenant, token: () => token, patience: 60_000 });
  const left = async (): Promise<readonly Slot[]> =>
    (await client("*").slots()).filter(({ state }) => state !== "Free" && state !== "Closed");
  const giveBack = async (): Promise<void> => {
    for (const { epoch, session, tenant } of await client("*").list()) {
      await client(tenant)
        .release({ session, epoch }, "wipe")
        .catch(() => undefined); // It may be ending already.
    }
    for (const { ordinal, reason } of (await left()).filter(({ state }) => state === "Quarantined")) {
      // Of two disks of a session, of which one had no record any more, a person says which one goes.
      assert.equal(reason, "SessionElsewhere");
      await client("*").operate(ordinal, "wipe");
    }
  };
  let slots: readonly Slot[] = [];
  for (const end = performance.now() + CLEARED; performance.now() < end;) {
    await giveBack();
    slots = await left();
    if (slots.length === 0) {
      return;
    }
    await sleep(1000);
  }
  assert.deepEqual(slots, []);
}
