import { HOST_LABEL } from "../../../policy/facts/node-labels";
import { quantity } from "../../../policy/facts/quantities";
import { fits } from "./autoscaler";
import { drain, isDone, podsOn, together } from "./eviction";
import { capacityOf } from "./pools";
import { requestsOf } from "../measuring/room";
import { zonesOfDisks } from "./volumes";
import type { ClusterClient } from "../../../cluster/client";
import type { Cluster } from "../cluster";
import type { Drained } from "./eviction";
import type { SimulatedNode } from "./nodes";
import type { PodSpec } from "./autoscaler";
import type { ApiObject } from "../../../cluster/api-object";

/**
 * What the cluster autoscaler of GKE does with nodes that are not needed: those whose pods ask for less than half of them and fit
 * elsewhere are drained through the eviction API and go, down to the minimum of their pool. What it waits before (ten minutes) is
 * left out.
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md
 */
const BUSY = 0.5;
/** Annotation of pods whose node may not go. */
const SAFE_TO_EVICT = "cluster-autoscaler.kubernetes.io/safe-to-evict";

/** What became of the nodes. */
export interface Shrunk extends Drained {
  /** Nodes that went. */
  readonly removed: number;
  /** Nodes that had to stay, because a pod of theirs may not be evicted. */
  readonly held: number;
}

/** Removes nodes one after the other, until none is left that is not needed, or one cannot be emptied. */
export async function shrink({ api, nodes }: Cluster, seconds: (pods: number) => number): Promise<Shrunk> {
  const drained: Drained[] = [];
  for (;;) {
    const state = await look(api, nodes.list);
    // Those whose end moves the fewest pods go first.
    const node = nodes.list
      .toSorted((one, other) => podsOf(one, state).length - podsOf(other, state).length)
      .find((one) => isRemovable(one, state));
    const all = together(drained);
    if (node === undefined || !isDone(all)) {
      const held = nodes.list.filter((one) => podsOf(one, state).some(mayNotGo)).length;
      return { ...all, removed: drained.filter(isDone).length, held };
    }
    await nodes.cordon(node);
    const result = await drain(api, node, seconds);
    drained.push(result);
    await (isDone(result) ? nodes.remove(node) : nodes.cordon(node, false));
  }
}

interface Resident {
  readonly pod: ApiObject;
  /** Zones of its disks; undefined where any will do. */
  readonly zones: ReadonlySet<string> | undefined;
}

interface State {
  readonly nodes: readonly SimulatedNode[];
  readonly residents: ReadonlyMap<string, readonly Resident[]>;
}

async function look(api: ClusterClient, nodes: readonly SimulatedNode[]): Promise<State> {
  const residents = new Map<string, readonly Resident[]>();
  for (const node of nodes) {
    const pods = await podsOn(api, node);
    residents.set(
      node.name,
      await Promise.all(pods.map(async (pod) => ({ pod, zones: await zonesOfDisks(api, pod) }))),
    );
  }
  return { nodes, residents };
}

function podsOf({ name }: SimulatedNode, { residents }: State): readonly Resident[] {
  return residents.get(name) ?? [];
}

/** Whether a node can go: it is above the minimum, not busy, and every pod of it fits somewhere else. */
function isRemovable(node: SimulatedNode, state: State): boolean {
  const own = state.nodes.filter(({ pool, zone }) => pool === node.pool && zone === node.zone);
  const pods = podsOf(node, state);
  return own.length > node.pool.min && usage(node, pods) < BUSY && !pods.some(mayNotGo) && fitElsewhere(node, state);
}

function mayNotGo({ pod: { metadata } }: Resident): boolean {
  return metadata.annotations?.[SAFE_TO_EVICT] === "false" || (metadata.ownerReferences ?? []).length === 0;
}

/** Share of a node that pods ask for, of CPU or memory, whichever is more. */
function usage({ pool }: SimulatedNode, pods: readonly Resident[]): number {
  const capacity = capacityOf(pool);
  return Math.max(...MEASURES.map((key) => asked(pods, key) / (quantity(capacity[key]) ?? 1)));
}

const MEASURES = ["cpu", "memory"] as const;

function asked(pods: readonly Resident[], key: string): number {
  return pods.reduce((sum, { pod }) => sum + (requestsOf(pod)[key] ?? 0), 0);
}

/** Whether the pods of a node fit on the others, one after the other, each where its disks are. */
function fitElsewhere(node: SimulatedNode, state: State): boolean {
  const placed = new Map(state.residents);
  return podsOf(node, state).every((resident) => {
    const place = state.nodes.find((other) => other !== node && takes(other, placed.get(other.name) ?? [], resident));
    if (place !== undefined) {
      placed.set(place.name, [...(placed.get(place.name) ?? []), resident]);
    }
    return place !== undefined;
  });
}

function takes(node: SimulatedNode, pods: readonly Resident[], resident: Resident): boolean {
  const capacity = capacityOf(node.pool);
  return (
    fits(node.pool, node.zone, resident.pod["spec"] as PodSpec) &&
    (resident.zones?.has(node.zone) ?? true) &&
    pods.length < node.pool.maxPods &&
    MEASURES.every((key) => asked([...pods, resident], key) <= (quantity(capacity[key]) ?? 0)) &&
    !(isAlone(resident.pod) && pods.some(({ pod }) => isPeer(pod, resident.pod)))
  );
}

interface Spread {
  readonly topologySpreadConstraints?: readonly { topologyKey: string; whenUnsatisfiable: string }[];
  readonly affinity?: {
    readonly podAntiAffinity?: {
      readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly { topologyKey: string }[];
    };
  };
}

/** Whether a pod wants a node without peers: by a rule that the scheduler has to keep. */
function isAlone({ spec }: ApiObject): boolean {
  const { affinity, topologySpreadConstraints = [] } = spec as Spread;
  const apart = affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  return (
    apart.some(({ topologyKey }) => topologyKey === HOST_LABEL) ||
    topologySpreadConstraints.some(
      ({ topologyKey, whenUnsatisfiable }) => topologyKey === HOST_LABEL && whenUnsatisfiable === "DoNotSchedule",
    )
  );
}

function isPeer(one: ApiObject, other: ApiObject): boolean {
  return one.metadata.ownerReferences?.[0]?.uid === other.metadata.ownerReferences?.[0]?.uid;
}
