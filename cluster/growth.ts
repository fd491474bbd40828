import { isOk, messageOf, STATUS } from "./answer";
import { ClusterError } from "./cluster-error";
import { claimsAndSizes, hasGrown, isLess, planGrowth } from "./growth-plan";
import { claimsOf } from "./objects";
import { poll } from "./poll";
import type { ClusterClient } from "./client";
import type { SetName } from "./claims";
import type { ClaimGrowth, GrowthPlan, Sizes } from "./growth-plan";
import type { ApiObject } from "./api-object";

/** How a growth is carried out. */
export interface GrowthOptions {
  /** Seconds to wait until the disks have grown. @default 600 */
  readonly timeout?: number;
  /** Told how far it is, as a sentence. */
  readonly onProgress?: (sentence: string) => void;
}

/** What became of a growth. */
export interface GrowthResult {
  /** Claims whose pods see the new size. */
  readonly grown: readonly string[];
  /** Claims whose disk is larger, and whose file system grows when a pod mounts it. */
  readonly waitingForPod: readonly string[];
  /** Claims without a disk, which cannot grow before they have one. */
  readonly diskless: readonly string[];
}

const TIMEOUT = 600;
/** How often a claim that somebody else changes at the same time is tried. */
const TRIES = 5;

/**
 * Raises the request of every claim of a set that is smaller than its template asks for, and waits until the disks have grown. It never
 * makes a request smaller, and begins with nothing where anything forbids it. It can be stopped at any time and run again.
 *
 * Errors: ClusterError that says what forbids it, or which claims have not grown and what they wait for.
 */
export async function growClaims(
  client: ClusterClient,
  set: SetName,
  sizes: Sizes,
  { onProgress, timeout = TIMEOUT }: GrowthOptions = {},
): Promise<GrowthResult> {
  const plan = await raiseClaims(client, set, sizes, onProgress);
  return untilGrown(client, plan, sizes, timeout);
}

/** The first half of {@link growClaims}: it raises the requests, and waits for nothing. */
export async function raiseClaims(
  client: ClusterClient,
  set: SetName,
  sizes: Sizes,
  onProgress: GrowthOptions["onProgress"] = () => undefined,
): Promise<GrowthPlan> {
  const plan = await planGrowth(client, set, sizes);
  if (plan.blocked.length > 0) {
    throw new ClusterError(plan.blocked.join("\n"));
  }
  for (const growth of plan.grows) {
    await raise(client, growth);
    onProgress(`${growth.claim.name}: ${growth.claim.requested} to ${growth.to}`);
  }
  return plan;
}

/** Only upwards, and only from the state that was looked at. */
async function raise(client: ClusterClient, { claim, to }: ClaimGrowth): Promise<void> {
  let { object } = claim;
  for (let tries = 0; tries < TRIES; tries++) {
    const { resourceVersion } = object.metadata;
    const answer = await client.tryMerge(object, {
      metadata: { resourceVersion },
      spec: { resources: { requests: { storage: to } } },
    });
    if (isOk(answer)) {
      return;
    }
    if (answer.status !== STATUS.conflict) {
      throw new ClusterError(`Claim ${claim.name} may not grow from ${claim.requested} to ${to}: ${messageOf(answer)}`);
    }
    const { apiVersion, kind, metadata } = object;
    const now = await client.get(apiVersion, kind, metadata.name, metadata.namespace);
    if (now === undefined || !hasLess(now, to)) {
      return; // Gone, or somebody else has raised it as far.
    }
    object = now;
  }
  throw new ClusterError(`Claim ${claim.name} changes all the time, so its request could not be raised. Try again.`);
}

function hasLess(object: ApiObject, to: string): boolean {
  const { resources } = object["spec"] as { resources?: { requests?: { storage?: string } } };
  return isLess(resources?.requests?.storage ?? "0", to);
}

async function untilGrown(
  client: ClusterClient,
  { diskless, set }: GrowthPlan,
  sizes: Sizes,
  timeout: number,
): Promise<GrowthResult> {
  return poll(timeout, async (isLast) => {
    const all = (await claimsAndSizes(client, set, sizes)).filter(({ claim }) => !diskless.includes(claim.name));
    const open = all.filter((one) => !hasGrown(one));
    const mounted = open.length === 0 ? new Set<string>() : await mountedClaims(client, set);
    const states = open.map((one) => ({ ...one, ...stateOf(one.claim.object, mounted.has(one.claim.name)) }));
    const wrong = states.filter(({ state }) => state === "failed" || (isLast && state === "busy"));
    if (wrong.length > 0) {
      throw new ClusterError(
        wrong.map(({ claim, says, to }) => `Claim ${claim.name} has not grown to ${to}: ${says}`).join("\n"),
      );
    }
    if (states.some(({ state }) => state !== "waits for a pod")) {
      return undefined;
    }
    const waitingForPod = states.map(({ claim }) => claim.name);
    const names = all.map(({ claim }) => claim.name);
    return { grown: names.filter((name) => !waitingForPod.includes(name)), waitingForPod, diskless };
  });
}

/** Names of the claims that running pods mount. */
async function mountedClaims(client: ClusterClient, { namespace }: SetName): Promise<ReadonlySet<string>> {
  const pods = await client.list("v1", "Pod", { namespace });
  return new Set(pods.filter((pod) => pod.metadata.deletionTimestamp === undefined).flatMap(claimsOf));
}

interface GrowthState {
  readonly state: "busy" | "failed" | "waits for a pod";
  /** What it waits for, or what is wrong, as a sentence. */
  readonly says: string;
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly message?: string;
}

interface ClaimStatus {
  readonly allocatedResourceStatuses?: { readonly storage?: string };
  readonly conditions?: readonly Condition[];
}

/**
 * Where the growth of a claim stands.
 * Source: k8s.io/api/core/v1, ClaimResourceStatus and PersistentVolumeClaimConditionType
 */
function stateOf(object: ApiObject, isMounted: boolean): GrowthState {
  const { allocatedResourceStatuses, conditions = [] } = (object["status"] ?? {}) as ClaimStatus;
  const phase = allocatedResourceStatuses?.storage ?? "";
  const error = conditions.find(({ type }) => ERRORS.has(type))?.message;
  if (phase.endsWith("Infeasible")) {
    return { state: "failed", says: error ?? `the driver says ${phase}.` };
  }
  return isLeftToNode(phase, conditions)
    ? nodeState(isMounted)
    : { state: "busy", says: error ?? "the driver has not made its disk larger. See kubectl describe pvc." };
}

function nodeState(isMounted: boolean): GrowthState {
  return isMounted
    ? { state: "busy", says: "its disk is larger, and the node has not grown the file system yet." }
    : { state: "waits for a pod", says: "its disk is larger, and its file system grows when a pod mounts it." };
}

const ERRORS: ReadonlySet<string> = new Set(["ControllerResizeError", "NodeResizeError"]);

function isLeftToNode(phase: string, conditions: readonly Condition[]): boolean {
  return (
    phase === "NodeResizePending" ||
    conditions.some(({ status, type }) => type === "FileSystemResizePending" && status === "True")
  );
}
