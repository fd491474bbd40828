import { setTimeout as sleep } from "node:timers/promises";
import { SessionsClient, SessionsError } from "../../sessions/client";
import { readFrom, writeOn } from "./bytes";
import type { AcquiredSession } from "../../sessions/client";
import type { Operation } from "./session-history";
import type { Replicas } from "./session-faults";
import type { StandingPool } from "./session-pool";

/** What callers share. */
export interface Callers {
  readonly pool: StandingPool;
  readonly replicas: Replicas;
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly history: Operation[];
  /** What was wrong with what a session found on its disk. */
  readonly wrong: string[];
}

/** Seconds that a caller waits for a slot. */
const WAIT = 15;
/** Sessions of one caller, each of which keeps its disk or not. */
const SESSIONS = ["one", "two"] as const;
/** Milliseconds between two of its requests, at most. */
const PAUSE = 300;

/** One tenant that acquires, uses and releases sessions of its own until it is told to stop. Each session is used by nobody else at the same time. */
export class Caller {
  private readonly shared: Callers;
  private readonly tenant: string;
  /** Sessions of which the disk must have what they wrote. */
  private readonly kept = new Set<string>();
  /** Sessions that were asked to be given back, without an answer: it may come about at any time, until it is fenced off. */
  private readonly unanswered = new Set<string>();

  constructor(shared: Callers, tenant: string) {
    this.shared = shared;
    this.tenant = tenant;
  }

  async run(): Promise<void> {
    const { random, signal } = this.shared;
    while (!signal.aborted) {
      const session = SESSIONS[Math.floor(random() * SESSIONS.length)] ?? SESSIONS[0];
      const acquired = await this.acquire(session, this.unanswered.has(session) || random() < 0.1);
      if (acquired !== undefined) {
        await this.use(acquired);
      }
      await sleep(random() * PAUSE);
    }
  }

  private async use(acquired: AcquiredSession): Promise<void> {
    const { random } = this.shared;
    await this.lookAtDisk(acquired);
    for (let beats = Math.floor(random() * 3); beats > 0; beats--) {
      await sleep(random() * PAUSE);
      await this.ask("heartbeat", acquired, (client) => client.heartbeat(acquired));
    }
    const what = random();
    if (what < 0.8) {
      const disk = what < 0.3 ? "retain" : "wipe";
      if (disk === "wipe") {
        this.kept.delete(acquired.session);
      }
      await this.ask("release", acquired, (client) => client.release(acquired, disk), disk === "wipe");
    }
  }

  private async acquire(session: string, takeOver: boolean): Promise<AcquiredSession | undefined> {
    const begin = performance.now();
    try {
      const answer = await this.client().acquire(session, { waitSeconds: WAIT, takeOver });
      const { epoch, ordinal } = answer;
      this.unanswered.delete(session);
      this.note({
        kind: "acquire",
        holder: this.holder(session),
        ordinal,
        epoch,
        begin,
        end: performance.now(),
        isDone: true,
      });
      return answer;
    } catch (error) {
      expected(error);
      return undefined;
    }
  }

  private async ask(
    kind: "heartbeat" | "release",
    { epoch, ordinal, session }: AcquiredSession,
    send: (client: SessionsClient) => Promise<unknown>,
    wipes = false,
  ): Promise<void> {
    const begin = performance.now();
    const isDone = await send(this.client()).then(
      () => true,
      (error: unknown) => {
        expected(error);
        return false;
      },
    );
    const end = isDone ? performance.now() : Infinity;
    if (kind === "release" && !isDone) {
      this.unanswered.add(session);
    }
    this.note({ kind, holder: this.holder(session), ordinal, epoch, begin, end, isDone, wipes });
  }

  /** What the session's process would find on its disk, and leave there. */
  private async lookAtDisk({ pod, session }: AcquiredSession): Promise<void> {
    const { pool, wrong } = this.shared;
    const claim = `data-${pod}`;
    const mine = this.holder(session);
    const found = await persistently(() =>
      readFrom(pool.cluster, pool.namespace, claim).catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") {
          return ""; // Nobody has written there.
        }
        throw error;
      }),
    );
    if (found !== mine && (found !== "" || this.kept.has(session))) {
      wrong.push(`${mine} found ${found === "" ? "an empty disk" : found} on the disk of ${pod}`);
    }
    await persistently(() => writeOn(pool.cluster, pool.namespace, claim, mine));
    this.kept.add(session);
  }

  private note(operation: Operation): void {
    this.shared.history.push(operation);
  }

  private holder(session: string): string {
    return `${this.tenant}/${session}`;
  }

  /** Of whichever replica it happens to reach. */
  client(): SessionsClient {
    const { pool, random, replicas } = this.shared;
    const { url } = replicas.all[random() < 0.5 ? 0 : 1] ?? { url: "" };
    return new SessionsClient({ url, tenant: this.tenant, token: () => pool.token, patience: 5000 });
  }
}

/** Refusals are what faults are answered with; anything else is one of ours. */
function expected(error: unknown): void {
  if (!(error instanceof SessionsError) || error.status === 500) {
    throw error;
  }
}

/** A disk can be looked at whatever becomes of the API server. */
async function persistently<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries > 100) {
        throw error;
      }
      await sleep(100);
    }
  }
}
