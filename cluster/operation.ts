import { hostname } from "node:os";
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { expectOk, STATUS } from "./answer";
import { ClusterError } from "./cluster-error";
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
  /** Errors: ClusterError once somebody else has taken it, because this process was away for too long. */
  readonly check: () => void;
  /** Lets go of it: the run is over. */
  readonly end: () => Promise<void>;
}

const LEASE = { apiVersion: "coordination.k8s.io/v1", kind: "Lease" } as const;
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
 *
 * @param newRun name of the run, where nobody died in one.
 */
export async function holdOperation(client: ClusterClient, operation: Operation, newRun: string): Promise<Hold> {
  const { name, namespace } = operation;
  const path = await client.pathOf(LEASE.apiVersion, LEASE.kind, namespace);
  const made = await client.request("POST", path, leaseFor(operation, newRun));
  if (made.status !== STATUS.conflict) {
    return held(client, `${path}/${name}`, leaseIn(made, name), { run: newRun, isResumed: false });
  }
  const silent = await untilSilent(client, operation);
  if (silent === undefined) {
    return holdOperation(client, operation, newRun); // It has just ended.
  }
  const run = silent.metadata.annotations?.[RUN] ?? newRun;
  const lease = leaseFor(operation, run, silent.metadata.resourceVersion);
  const taken = await client.request("PUT", `${path}/${name}`, lease);
  if (taken.status === STATUS.conflict) {
    throw new ClusterError(
      `Somebody else took over Lease ${namespace}/${name} at the same moment. Wait until that has ended.`,
    );
  }
  return held(client, `${path}/${name}`, leaseIn(taken, name), { run, isResumed: true });
}

function leaseIn(answer: Answer, name: string): ApiObject {
  return expectOk(answer, `Lease ${name}`) as unknown as ApiObject;
}

function leaseFor(
  { holder = ownName(), name, namespace }: Operation,
  run: string,
  resourceVersion?: string,
): ApiObject {
  const version = resourceVersion === undefined ? {} : { resourceVersion };
  return {
    ...LEASE,
    metadata: { name, namespace, annotations: { [RUN]: run }, ...version },
    spec: { holderIdentity: holder, leaseDurationSeconds: DURATION, renewTime: microTime() },
  };
}

function ownName(): string {
  return `${hostname()} process ${String(process.pid)} ${randomBytes(3).toString("hex")}`;
}

/** The Lease of a holder who is dead; undefined where it is gone. Errors: ClusterError where the holder lives. */
async function untilSilent(client: ClusterClient, operation: Operation): Promise<ApiObject | undefined> {
  const before = await leaseOf(client, operation);
  await sleep((DURATION + 1) * 1000);
  const after = await leaseOf(client, operation);
  if (before === undefined || after === undefined) {
    return undefined;
  }
  if (after.metadata.resourceVersion === before.metadata.resourceVersion) {
    return after;
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
  let lease = first;
  let lost: string | undefined;
  const renew = async (): Promise<void> => {
    const spec = { ...(lease["spec"] as object), renewTime: microTime() };
    const answer = await client.request("PUT", path, { ...lease, spec }).catch(() => undefined);
    if (answer?.status === STATUS.ok) {
      lease = answer.body as unknown as ApiObject;
    } else if (answer?.status === STATUS.conflict || answer?.status === STATUS.notFound) {
      lost = `Somebody else has taken Lease ${path.slice(path.lastIndexOf("/") + 1)}, because this process was silent for too long. Run the same command again to see where it stands.`;
    }
  };
  const timer = setInterval(() => void renew(), (DURATION * 1000) / RENEWALS);
  timer.unref();
  return {
    ...run,
    check: () => {
      if (lost !== undefined) {
        throw new ClusterError(lost);
      }
    },
    end: async () => {
      clearInterval(timer);
      const { uid } = lease.metadata;
      await client.request("DELETE", path, { preconditions: { uid } });
    },
  };
}

/** Time as a Lease has it. Source: k8s.io/apimachinery, MicroTime */
function microTime(): string {
  return new Date().toISOString().replace("Z", "000Z");
}
