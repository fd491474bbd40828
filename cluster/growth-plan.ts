import { formatBytes, quantity } from "../policy/facts/quantities";
import { claimsOfSet } from "./claims";
import type { ClusterClient } from "./client";
import type { Claim, SetName } from "./claims";
import type { ApiObject } from "./api-object";

/** Sizes that the claims of a set should have: volume → size. */
export type Sizes = Readonly<Record<string, string>>;

/** A claim that becomes larger. */
export interface ClaimGrowth {
  readonly claim: Claim;
  readonly to: string;
}

/** What would happen to the claims of a set, before anything does. */
export interface GrowthPlan {
  readonly set: SetName;
  /** Claims whose request is raised. */
  readonly grows: readonly ClaimGrowth[];
  /** Claims that were asked to grow before, and whose disk or file system has not yet. */
  readonly unfinished: readonly ClaimGrowth[];
  /** Names of claims that are larger than asked for, and stay so. */
  readonly larger: readonly string[];
  /** Names of claims without a disk, whose request the API server lets nobody change. */
  readonly diskless: readonly string[];
  /** Why nothing may be changed, as a sentence each. */
  readonly blocked: readonly string[];
}

/** Hard limits by quota and resource. */
export type HardLimits = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What a plan may assume. */
export interface PlanOptions {
  /** Quotas that the same change is about to set, with what they will be. @default none */
  readonly ownQuotas?: HardLimits;
  /** Other claims in the namespace that the same change makes larger. @default none */
  readonly alongside?: readonly ClaimGrowth[];
}

/**
 * Looks at every claim of a set, those of ordinals without a pod included, and says what growing them to the sizes would do. It only
 * reads. Errors: ClusterError where the cluster cannot be reached, or does not let the caller look.
 */
export async function planGrowth(
  client: ClusterClient,
  set: SetName,
  sizes: Sizes,
  options: PlanOptions = {},
): Promise<GrowthPlan> {
  const wanted = await claimsAndSizes(client, set, sizes);
  const smaller = wanted.filter(({ claim, to }) => sizeOf(claim.requested) < sizeOf(to));
  const grows = smaller.filter(({ claim }) => claim.isBound);
  return {
    set,
    grows,
    unfinished: wanted.filter((one) => sizeOf(one.claim.requested) === sizeOf(one.to) && !hasGrown(one)),
    larger: wanted.filter(({ claim, to }) => sizeOf(claim.requested) > sizeOf(to)).map(({ claim }) => claim.name),
    diskless: smaller.filter(({ claim }) => !claim.isBound).map(({ claim }) => claim.name),
    blocked:
      grows.length === 0
        ? []
        : [...(await refusingClasses(client, grows)), ...(await fullQuotas(client, set, grows, options))],
  };
}

/** Every claim of a set, and the size that it should have. */
export async function claimsAndSizes(
  client: ClusterClient,
  set: SetName,
  sizes: Sizes,
): Promise<readonly ClaimGrowth[]> {
  const claims = await claimsOfSet(client, set, Object.keys(sizes));
  return claims.map((claim) => ({ claim, to: sizes[claim.volume] ?? claim.requested }));
}

/** Whether the pod of a claim sees the size that it should. A claim without a disk gets it with its disk. */
export function hasGrown({ claim: { capacity, isBound }, to }: ClaimGrowth): boolean {
  return !isBound || (capacity !== undefined && sizeOf(capacity) >= sizeOf(to));
}

/** The API server takes a larger request only where the claim's class, which must still be there, allows it. */
async function refusingClasses(client: ClusterClient, grows: readonly ClaimGrowth[]): Promise<readonly string[]> {
  const names = new Set(grows.map(({ claim }) => claim.className ?? ""));
  const sentences = [...names].map(async (name) => {
    const claims = grows.filter(({ claim }) => (claim.className ?? "") === name).map(({ claim }) => claim.name);
    if (name === "") {
      return `The claims ${claims.join(", ")} have no storage class, so their disks cannot grow. Move the data to claims with a class that has allowVolumeExpansion: true.`;
    }
    const found = await client.get("storage.k8s.io/v1", "StorageClass", name);
    if (found?.["allowVolumeExpansion"] === true) {
      return undefined;
    }
    return found === undefined
      ? `Storage class ${name} of the claims ${claims.join(", ")} is gone, and without it their disks cannot grow. Make it again with allowVolumeExpansion: true.`
      : `Storage class ${name} of the claims ${claims.join(", ")} does not let disks grow. Set allowVolumeExpansion: true on it, which may be changed at any time.`;
  });
  return (await Promise.all(sentences)).filter((sentence) => sentence !== undefined);
}

/** Hard limit and use by resource, as the quota's controller last counted them. */
interface QuotaStatus {
  readonly hard?: Readonly<Record<string, string>>;
  readonly used?: Readonly<Record<string, string>>;
}

async function fullQuotas(
  client: ClusterClient,
  { namespace }: SetName,
  grows: readonly ClaimGrowth[],
  { alongside = [], ownQuotas = {} }: PlanOptions,
): Promise<readonly string[]> {
  const quotas = await client.list("v1", "ResourceQuota", { namespace });
  return quotas.flatMap((quota) =>
    withoutRoom(quota, namespace, [...alongside, ...grows], ownQuotas[quota.metadata.name]),
  );
}

const STORAGE = "requests.storage";

function withoutRoom(
  quota: ApiObject,
  namespace: string,
  grows: readonly ClaimGrowth[],
  willBe: QuotaStatus["hard"],
): readonly string[] {
  const { hard: counted = {}, used = {} } = (quota["status"] ?? {}) as QuotaStatus;
  const spec = (quota["spec"] ?? {}) as QuotaStatus;
  // A limit that was raised just now counts, although its controller has not looked at it yet.
  const hard = willBe ?? spec.hard ?? counted;
  return Object.entries(hard)
    .filter(([resource]) => resource === STORAGE || resource.endsWith(`.storageclass.storage.k8s.io/${STORAGE}`))
    .flatMap(([resource, limit]) => {
      const [className] = resource === STORAGE ? [undefined] : resource.split(".storageclass.");
      const more = grows
        .filter(({ claim }) => className === undefined || claim.className === className)
        .reduce((sum, { claim, to }) => sum + sizeOf(to) - sizeOf(claim.requested), 0);
      const room = sizeOf(limit) - sizeOf(used[resource] ?? "0");
      return more > room
        ? [
            `Quota ${quota.metadata.name} of namespace ${namespace} has ${formatBytes(Math.max(0, room))} left of ${limit} (${resource}), and the growth needs ${formatBytes(more)}. ${willBe === undefined ? "Raise the quota first" : `Set gke-stateful:namespace.quota["${resource}"] to ${formatBytes(sizeOf(limit) + more - room)} or more`}, or delete claims that nobody needs.`,
          ]
        : [];
    });
}

/** Whether one size is less than another. */
export function isLess(size: string, other: string): boolean {
  return sizeOf(size) < sizeOf(other);
}

/** Bytes of whatever a cluster calls a quantity; 0 where it is none. */
function sizeOf(text: string): number {
  return quantity(text) ?? 0;
}
