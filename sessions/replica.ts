import { Controller } from "./controller";
import { leaderAddress, untilLeading } from "./leader";
import { SessionPool } from "./pool/pool";
import { Mirror } from "./store/mirror";
import { Writes } from "./store/writes";
import type { SetName } from "../cluster/claims";
import type { ClusterClient } from "../cluster/client";
import type { Told } from "./parts";
import type { PoolRules } from "./lifecycle/slot";

/** What a replica of a pool's controller is told. */
export interface ReplicaOptions {
  readonly client: ClusterClient;
  /** The StatefulSet. */
  readonly set: SetName;
  readonly rules: PoolRules;
  /** `host:port` under which other replicas reach this one. */
  readonly address: string;
  /** Told of every step of the leader, and of what went wrong. */
  readonly onStep?: (told: Told) => void;
  /** Told when this replica begins and ceases to lead. */
  readonly onLead?: (isLeading: boolean) => void;
}

/** Milliseconds between two looks whether this replica leads still. */
const LOOK = 500;

/** One of the replicas that run a pool: all follow it, and the one that leads decides. */
export class Replica {
  /** What is known of the pool. */
  readonly mirror: Mirror;
  private readonly options: ReplicaOptions;
  private readonly ending = new AbortController();
  private leading: SessionPool | undefined;
  private ended: Promise<void> | undefined;

  constructor(options: ReplicaOptions) {
    this.options = options;
    this.mirror = new Mirror(options.client, options.set, options.rules.max);
  }

  /** The pool, where this replica leads; undefined where it does not. */
  get pool(): SessionPool | undefined {
    return this.leading;
  }

  /** `host:port` of the replica that leads, as its Lease says; undefined where nobody does. Errors: ClusterError. */
  leaderAddress(): Promise<string | undefined> {
    return leaderAddress(this.options.client, this.options.set);
  }

  /** Follows the pool, and tries to lead until it is stopped. Errors: ClusterError where the set is not there, or something cannot be read. */
  async start(): Promise<void> {
    await this.mirror.start();
    this.ended = this.lead();
  }

  /** Lets go of what it does, and of leading, so that another replica takes over at once. */
  async stop(): Promise<void> {
    this.ending.abort();
    await this.ended;
    this.mirror.stop();
  }

  private async lead(): Promise<void> {
    const { address, client, rules, set } = this.options;
    const { signal } = this.ending;
    while (!signal.aborted) {
      const hold = await untilLeading(client, set, { address, signal });
      if (hold === undefined) {
        return;
      }
      const writes = new Writes(client, this.mirror, { idle: rules.idle, check: hold.check });
      const pool = new SessionPool({ mirror: this.mirror, writes, rules });
      const { onStep } = this.options;
      const controller = new Controller({ client, pool, writes, ...(onStep !== undefined && { onStep }) });
      this.leading = pool;
      this.options.onLead?.(true);
      await untilLost(hold.check, signal);
      this.leading = undefined;
      this.options.onLead?.(false);
      controller.stop();
      pool.close();
      await hold.end().catch(() => undefined); // Another replica waits until it has been silent for long enough.
    }
  }
}

/** Waits until somebody else leads, or may, or this replica is to stop. */
function untilLost(check: () => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      clearInterval(timer);
      resolve();
    };
    const timer = setInterval(() => {
      try {
        check();
      } catch {
        done();
      }
    }, LOOK);
    signal.addEventListener("abort", done, { once: true });
  });
}
