import { quantity } from "../../../policy/facts/quantities";
import type { ApiObject } from "../../../cluster/api-object";

/** Amounts of resources, as Kubernetes writes them. */
export type Amounts = Readonly<Record<string, string>>;

/** What one pod takes, in the keys of a quota. */
type Cost = Readonly<Record<string, number>>;

interface Resources {
  readonly requests?: Amounts;
  readonly limits?: Amounts;
}

/** What a pod asks of its node. Init containers run before the others, and seldom ask for more: they are left out. */
export function requestsOf({ spec }: ApiObject): Cost {
  return sum(containersOf(spec), ({ requests = {} }) => requests);
}

/** What one more pod with claims like these takes of a quota. */
export function podCost(pod: ApiObject, claims: readonly ApiObject[]): Cost {
  const containers = containersOf(pod["spec"]);
  const requests = requestsOf(pod);
  const limits = sum(containers, (resources) => resources.limits ?? {});
  const storage = claims.map(({ spec }) => (spec as { resources: Resources }).resources.requests?.["storage"]);
  return {
    ...requests,
    ...prefixed("requests", requests),
    ...prefixed("limits", limits),
    pods: 1,
    "count/pods": 1,
    persistentvolumeclaims: claims.length,
    "requests.storage": storage.reduce((total, size) => total + (quantity(size) ?? 0), 0),
  };
}

/** How many more pods of some cost a quota has room for; Infinity where it limits nothing that they take. */
export function roomFor({ hard, used }: { readonly hard: Amounts; readonly used: Amounts }, cost: Cost): number {
  const rooms = Object.entries(hard).flatMap(([key, limit]) => {
    const each = cost[key] ?? 0;
    return each === 0 ? [] : [Math.floor(((quantity(limit) ?? 0) - (quantity(used[key]) ?? 0)) / each)];
  });
  return Math.max(0, Math.min(...rooms));
}

function containersOf(spec: unknown): readonly Resources[] {
  const { containers = [] } = spec as { containers?: readonly { resources?: Resources }[] };
  return containers.map(({ resources = {} }) => resources);
}

function sum(containers: readonly Resources[], read: (resources: Resources) => Amounts): Cost {
  const total: Record<string, number> = {};
  for (const [key, amount] of containers.flatMap((container) => Object.entries(read(container)))) {
    total[key] = (total[key] ?? 0) + (quantity(amount) ?? 0);
  }
  return total;
}

function prefixed(prefix: string, cost: Cost): Cost {
  return Object.fromEntries(Object.entries(cost).map(([key, value]) => [`${prefix}.${key}`, value]));
}
