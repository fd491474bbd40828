import { hostname } from "node:os";
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { expectOk, isOk, messageOf, STATUS } from "./answer";
import { ClusterError } from "./cluster-error";
import { LEASE, microTime } from "./lease";
import type { Answer } from "./answer";
import type { ApiObject } from "./api-object";
import type { ClusterClient } from "./client";

/** What is worked on, so that no two do it at once. */
export interface Operation {
  readonly namespace: string;
  /** Name of the Lease, which says what it is about. */
  readonly name: string;
  /** Who works, for whoever is told to wait. @default host and process */
  readonly holder?: string;
}

/** A hold on an operation. */
export interface Hold {
  /** The run: that of an earlier holder who died in the midst of it, or a new one. */
  readonly run: string;
  /** Whether an earlier holder died in the midst of the run. */
  readonly isResumed: boolean;
  /** Errors: ClusterError once somebody else has taken it, or may have: this process was away, or could not renew, for too long. */
  readonly check: () => void;
  /** Lets go of it: the run is over. Errors: ClusterError where the Lease stays, so that the next run would take this one for unfinished. */
  readonly end: () => Promise<void>;
}

/** How runs begin. */
export interface Runs {
  /** Name of the run, where there is none to go on with. */
  readonly fresh: string;
  /** Whether the run of a holder who died is to be gone on with. */
  readonly isOpen: (run: string) => Promise<boolean>;
}

/** Annotation with the run that the Lease is about. */
const RUN = "gke-stateful/run";
/** Seconds after which a holder who did not renew is dead. */
const DURATION = 15;
const RENEWALS = 3;

interface LeaseSpec {
  readonly holderIdentity?: string;
  readonly renewTime?: string;
}

/**
 * Takes hold of an operation. One that is held is watched for as long as its holder may be silent: clocks of two machines differ, so only
 * a Lease that does not change here is taken over, with its run. Errors: ClusterError that names the holder.
 */
export async function holdOperation(client: ClusterClient, operation: Operation, runs: Runs): Promise<Hold> {
  const { name, namespace } = operation;
  const path = await client.pathOf(LEASE.apiVersion, LEASE.kind, namespace);
  const made = await client.request("POST", path, leaseFor(operation, runs.fresh));
  if (made.status !== STATUS.conflict) {
    return held(client, `${path}/${name}`, leaseIn(made, name), { run: runs.fresh, isResumed: false });
  }
  const silent = await untilSilent(client, operation);
  if (silent === undefined) {
    return holdOperation(client, operation, runs); // It has just ended.
  }
  const left = silent.metadata.annotations?.[RUN];
  const isResumed = left !== undefined && (await runs.isOpen(left));
  const run = isResumed ? left : runs.fresh;
  const { resourceVersion, uid } = silent.metadata;
  const lease = leaseFor(operation, run, { resourceVersion, uid });
  const taken = await client.request("PUT", `${path}/${name}`, lease);
  if (taken.status === STATUS.conflict) {
    throw new ClusterError(
      `Somebody else took over Lease ${namespace}/${name} at the same moment. Wait until that has ended.`,
    );
  }
  return held(client, `${path}/${name}`, leaseIn(taken, name), { run, isResumed });
}

/** Does something that only one does at a time, and that an interrupted run leaves no run of to go on with. Errors: those of {@link holdOperation} and of `work`. */
export async function whileHolding<T>(
  client: ClusterClient,
  operation: Operation,
  work: (hold: Hold) => Promise<T>,
): Promise<T> {
  const hold = await holdOperation(client, operation, {
    fresh: new Date().toISOString(),
    isOpen: () => Promise.resolve(false),
  });
  try {
    return await work(hold);
  } finally {
    await hold.end();
  }
}

function leaseIn(answer: Answer, name: string): ApiObject {
  return expectOk(answer, `Lease ${name}`) as unknown as ApiObject;
}

/** The version and the uid see to it that only the Lease that was looked at is taken, and none is made. */
function leaseFor({ holder = ownName(), name, namespace }: Operation, run: string, identity: object = {}): ApiObject {
  return {
    ...LEASE,
    metadata: { name, namespace, annotations: { [RUN]: run }, ...identity },
    spec: { holderIdentity: holder, leaseDurationSeconds: DURATION, renewTime: microTime(Date.now()) },
  };
}

function ownName(): string {
  return `${hostname()} process ${String(process.pid)} ${randomBytes(3).toString("hex")}`;
}

/** Milliseconds between two looks at a Lease of somebody else. */
const LOOK = 1000;

/** The Lease of a holder who is dead; undefined where it is gone. Errors: ClusterError where the holder lives. */
async function untilSilent(client: ClusterClient, operation: Operation): Promise<ApiObject | undefined> {
  const before = await leaseOf(client, operation);
  const end = performance.now() + (DURATION + 1) * 1000;
  let after = before;
  while (after !== undefined && after.metadata.resourceVersion === before?.metadata.resourceVersion) {
    if (performance.now() > end) {
      return after;
    }
    await sleep(LOOK);
    after = await leaseOf(client, operation);
  }
  if (before === undefined || after === undefined) {
    return undefined;
  }
  const { holderIdentity = "Somebody", renewTime = "no time that is known" } = after["spec"] as LeaseSpec;
  throw new ClusterError(
    `${holderIdentity} works on this, and was last heard of at ${renewTime} (Lease ${operation.namespace}/${operation.name}). Wait until that has ended.`,
  );
}

function leaseOf(client: ClusterClient, { name, namespace }: Operation): Promise<ApiObject | undefined> {
  return client.get(LEASE.apiVersion, LEASE.kind, name, namespace);
}

/** Renews a Lease in the background until the run is over. */
function held(client: ClusterClient, path: string, first: ApiObject, run: Pick<Hold, "run" | "isResumed">): Hold {
  const keeper = new Keeper(client, path, first);
  return {
    ...run,
    check: () => {
      keeper.check();
    },
    end: () => keeper.end(),
  };
}

/** Keeps a Lease. One renewal at a time, so that none gets in the way of another. */
class Keeper {
  private readonly client: ClusterClient;
  private readonly path: string;
  private readonly timer: NodeJS.Timeout;
  private lease: ApiObject;
  private renewed = performance.now();
  private isLost = false;
  private renewal: Promise<void> | undefined;

  constructor(client: ClusterClient, path: string, lease: ApiObject) {
    this.client = client;
    this.path = path;
    this.lease = lease;
    this.timer = setInterval(
      () => {
        this.renewal ??= this.renew().finally(() => {
          this.renewal = undefined;
        });
      },
      (DURATION * 1000) / RENEWALS,
    );
    this.timer.unref();
  }

  check(): void {
    // Without an answer for so long, somebody else may hold it by now.
    if (this.isLost || performance.now() - this.renewed > DURATION * 1000) {
      throw new ClusterError(
        `Lease ${this.name} is somebody else's by now, or may be, because this process was silent for too long. Run the same command again to see where it stands.`,
      );
    }
  }

  async end(): Promise<void> {
    clearInterval(this.timer);
    await this.renewal;
    if (this.isLost) {
      return; // It is not ours to delete.
    }
    const { resourceVersion, uid } = this.lease.metadata;
    const answer = await this.client.request("DELETE", this.path, { preconditions: { uid, resourceVersion } });
    if (!isOk(answer) && answer.status !== STATUS.notFound) {
      throw new ClusterError(
        `Lease ${this.name} could not be deleted: ${messageOf(answer)} Until it is, the next run takes this one for unfinished. It needs the right to delete leases.`,
      );
    }
  }

  private get name(): string {
    return this.path.slice(this.path.lastIndexOf("/") + 1);
  }

  private async renew(): Promise<void> {
    const began = performance.now();
    const spec = { ...(this.lease["spec"] as object), renewTime: microTime(Date.now()) };
    const answer = await this.client.request("PUT", this.path, { ...this.lease, spec }).catch(() => undefined);
    if (answer?.status === STATUS.ok) {
      this.lease = answer.body as unknown as ApiObject;
      this.renewed = began;
    } else if (answer?.status === STATUS.conflict) {
      await this.lookAgain();
    } else if (answer?.status === STATUS.notFound) {
      this.isLost = true;
    }
  }

  /** A renewal whose answer was lost conflicts with the next one, and is ours all the same. */
  private async lookAgain(): Promise<void> {
    const answer = await this.client.request("GET", this.path).catch(() => undefined);
    if (answer?.status !== STATUS.ok) {
      return;
    }
    const now = answer.body as unknown as ApiObject;
    const holderOf = (lease: ApiObject): string | undefined => (lease["spec"] as LeaseSpec).holderIdentity;
    this.isLost = holderOf(now) !== holderOf(this.lease);
    this.lease = this.isLost ? this.lease : now;
  }
}
