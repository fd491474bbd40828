/** What a pod takes from its node. */
interface PodNeeds {
  /** CPU in millicores. */
  readonly millicores: number;
  /** Memory in bytes. */
  readonly memoryBytes: number;
  /** Volumes that are attached to the node. */
  readonly volumes: number;
}

/** What a node has for pods. */
export interface NodeRoom extends PodNeeds {
  /** Pods. */
  readonly pods: number;
}

/** Pods that are alike. */
export interface PodGroup extends PodNeeds {
  /** How many. */
  readonly count: number;
  /** Whether no two of them share a node. */
  readonly apart: boolean;
  /** Whether they have to be spread evenly over the zones. */
  readonly spread: boolean;
  /** Fewest nodes that they have to be spread over. */
  readonly minNodes: number;
}

/** A node with what is left on it. */
interface Node {
  millicores: number;
  memoryBytes: number;
  volumes: number;
  pods: number;
}

/** Nodes of the largest cluster. Source: https://cloud.google.com/kubernetes-engine/quotas */
export const MAX_NODES = 15_000;

/**
 * Nodes that pods need: each goes to the first node that has room, the largest first. Not the best packing, but one that a
 * scheduler reaches. Where pods are spread over zones, each zone holds its share. Infinity where a pod fits on no node, and
 * one more than {@link MAX_NODES} where they need more than that.
 */
export function nodesFor(groups: readonly PodGroup[], room: NodeRoom, zones = 1): number {
  const wanted = merged(groups.filter(({ count }) => count > 0));
  if (wanted.some((group) => fit(group, room) < 1)) {
    return Infinity;
  }
  const shares = wanted.some(({ spread }) => spread) ? zones : 1;
  let nodes = 0;
  for (let zone = 0; zone < shares && nodes <= MAX_NODES; zone++) {
    nodes += nodesOfZone(
      wanted.map((group) => ({ ...group, count: shareOf(group.count, zone, shares) })),
      room,
    );
  }
  const spreadOver = Math.max(0, ...wanted.map(({ count, minNodes }) => Math.min(count, minNodes)));
  return Math.min(Math.max(nodes, spreadOver), MAX_NODES + 1);
}

/** What a zone gets of a number that is spread evenly: the first zones get the rest. */
function shareOf(count: number, zone: number, zones: number): number {
  return Math.floor(count / zones) + (zone < count % zones ? 1 : 0);
}

function nodesOfZone(groups: readonly PodGroup[], room: NodeRoom): number {
  const least = leastOf(groups);
  let open: Node[] = [];
  let full = 0;
  for (const group of groups.toSorted((one, other) => share(other, room) - share(one, room))) {
    place(group, open, room);
    if (full + open.length > MAX_NODES) {
      return MAX_NODES + 1;
    }
    // What has no room for anybody is not looked at again: thousands of pods fill thousands of nodes.
    const left = open.filter((node) => fit(least, node) >= 1);
    full += open.length - left.length;
    open = left;
  }
  return full + open.length;
}

/** Groups of like pods as one: a thousand workloads are of few sizes. Those that stay apart do so within their own group only. */
function merged(groups: readonly PodGroup[]): readonly PodGroup[] {
  const [apart, others] = [groups.filter((group) => group.apart), groups.filter((group) => !group.apart)];
  const alike = Map.groupBy(others, ({ memoryBytes, millicores, minNodes, spread, volumes }) =>
    [millicores, memoryBytes, volumes, spread, minNodes].join(),
  );
  const sums = [...alike.values()].flatMap(([first, ...rest]) =>
    first === undefined ? [] : [{ ...first, count: rest.reduce((sum, { count }) => sum + count, first.count) }],
  );
  return [...apart, ...sums];
}

/** The least that any pod takes of anything. */
function leastOf(groups: readonly PodGroup[]): PodNeeds {
  const least = (of: (needs: PodNeeds) => number): number =>
    groups.reduce((sum, one) => Math.min(sum, of(one)), Infinity);
  return {
    millicores: least(({ millicores }) => millicores),
    memoryBytes: least(({ memoryBytes }) => memoryBytes),
    volumes: least(({ volumes }) => volumes),
  };
}

/** Puts the pods of a group on nodes, opening new ones where none has room. */
function place(group: PodGroup, nodes: Node[], room: NodeRoom): void {
  let left = group.count;
  for (let index = 0; left > 0 && index <= MAX_NODES; index++) {
    const node = (nodes[index] ??= { ...room });
    const count = Math.min(left, group.apart ? 1 : Infinity, fit(group, node));
    node.millicores -= count * group.millicores;
    node.memoryBytes -= count * group.memoryBytes;
    node.volumes -= count * group.volumes;
    node.pods -= count;
    left -= count;
  }
}

/** Pods that still fit on a node. */
function fit(needs: PodNeeds, node: Node): number {
  const fits = (amount: number, each: number): number => (each === 0 ? Infinity : Math.floor(amount / each));
  return Math.min(
    fits(node.millicores, needs.millicores),
    fits(node.memoryBytes, needs.memoryBytes),
    fits(node.volumes, needs.volumes),
    node.pods,
  );
}

/** The largest share of a node that a pod takes. */
function share(needs: PodNeeds, room: NodeRoom): number {
  return Math.max(
    needs.millicores / room.millicores,
    needs.memoryBytes / room.memoryBytes,
    needs.volumes / room.volumes,
  );
}
