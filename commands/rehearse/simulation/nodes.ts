import {
  ARCHITECTURE_LABEL,
  DISK_ZONE_LABEL,
  HOST_LABEL,
  MACHINE_LABEL,
  OS_LABEL,
  GKE_POOL_LABEL,
  SPOT_LABEL,
  ZONE_LABEL,
} from "../../../policy/facts/node-labels";
import { capacityOf } from "./pools";
import type { ClusterClient } from "../../../cluster/client";
import type { SimulatedPool } from "./pools";
import type { ApiObject } from "../../../cluster/api-object";

/** Name of the driver of disks. */
export const DISK_DRIVER = "pd.csi.storage.gke.io";
/** Project of the fake cloud. */
export const PROJECT = "rehearsal";
/** By this KWOK knows the nodes that it breathes for. */
export const SIMULATED = { key: "kwok.x-k8s.io/node", value: "fake" } as const;
/** How often all nodes of a zone are replaced while one workload is drilled: by the upgrade, and by the loss of their zone. */
const REPLACEMENTS = 3;
/** Nodes of a zone that the other drills make, and take away again. */
const EXTRA_NODES = 12;

/** A simulated node. */
export interface SimulatedNode {
  readonly name: string;
  readonly pool: SimulatedPool;
  readonly zone: string;
}

/** The simulated nodes of a rehearsal. */
export class Nodes {
  private readonly api: ClusterClient;
  private readonly all = new Map<string, SimulatedNode>();
  private readonly counters = new Map<string, number>();

  constructor(api: ClusterClient) {
    this.api = api;
  }

  /** Nodes that exist now. */
  get list(): readonly SimulatedNode[] {
    return [...this.all.values()];
  }

  /** The node of a name. */
  named(name: string): SimulatedNode | undefined {
    return this.all.get(name);
  }

  /** Makes a node of a pool in a zone. */
  async add(pool: SimulatedPool, zone: string): Promise<SimulatedNode> {
    const key = `${pool.name} ${zone}`;
    const number = this.counters.get(key) ?? 0;
    this.counters.set(key, number + 1);
    const node = { name: `${prefixOf(pool, zone)}-${String(number)}`, pool, zone };
    this.all.set(node.name, node);
    await this.api.create(csiNodeObject(node));
    await this.api.create(nodeObject(node));
    return node;
  }

  /** Removes a node, as the cloud does with a machine that is gone. */
  async remove(node: SimulatedNode): Promise<void> {
    this.all.delete(node.name);
    await this.api.delete(nodeObject(node));
    await this.api.delete(csiNodeObject(node));
  }

  /** Lets a node fall silent: its heartbeats end, and nothing on it answers. */
  async silence(node: SimulatedNode): Promise<void> {
    await this.api.merge(nodeObject(node), { metadata: { labels: { [SIMULATED.key]: null } } });
  }

  /** Marks a node as one that takes no new pods, or takes that back. */
  async cordon(node: SimulatedNode, unschedulable = true): Promise<void> {
    await this.api.merge(nodeObject(node), { spec: { unschedulable } });
  }

  /**
   * Says that a node is out of service, after which its pods are let go of and its disks detached.
   * @see https://kubernetes.io/docs/concepts/cluster-administration/node-shutdown/#non-graceful-node-shutdown
   */
  async giveUp(node: SimulatedNode): Promise<void> {
    const taint = { key: "node.kubernetes.io/out-of-service", value: "nodeshutdown", effect: "NoExecute" };
    const taints = [...((await this.taintsOf(node)) ?? []), taint];
    await this.api.merge(nodeObject(node), { spec: { taints } });
  }

  /** Lets a node take so many disks; the scheduler counts. */
  async setAttachLimit(node: SimulatedNode, count: number): Promise<void> {
    await this.api.merge(csiNodeObject(node), csiNodeObject(node, count));
  }

  private async taintsOf({ name }: SimulatedNode): Promise<readonly object[] | undefined> {
    const node = await this.api.get("v1", "Node", name);
    return (node?.["spec"] as { taints?: readonly object[] } | undefined)?.taints;
  }
}

function prefixOf({ name }: SimulatedPool, zone: string): string {
  return `${name}-${zone}`;
}

/** Nodes of a zone whose names are a prefix and a number from 0. */
export interface NodeRange {
  readonly prefix: string;
  readonly zone: string;
  readonly count: number;
}

/** Every node that may ever exist, for the fake cloud, which has to know its machines from the beginning. */
export function possibleNodes(pools: readonly SimulatedPool[], workloads: number): readonly NodeRange[] {
  return pools.flatMap((pool) =>
    pool.zones.map((zone) => ({
      prefix: prefixOf(pool, zone),
      zone,
      count: pool.max + (pool.max * REPLACEMENTS + EXTRA_NODES) * workloads,
    })),
  );
}

/** Labels of all nodes of a pool in a zone. */
export function labelsOf(pool: SimulatedPool, zone: string): Readonly<Record<string, string>> {
  return {
    ...pool.labels,
    [OS_LABEL]: "linux",
    [ARCHITECTURE_LABEL]: "amd64",
    [MACHINE_LABEL]: pool.machine.name,
    "topology.kubernetes.io/region": zone.replace(/-[a-z]$/, ""),
    [ZONE_LABEL]: zone,
    [DISK_ZONE_LABEL]: zone,
    [GKE_POOL_LABEL]: pool.name,
    ...(pool.spot && { [SPOT_LABEL]: "true" }),
  };
}

function nodeObject({ name, pool, zone }: SimulatedNode): ApiObject {
  const capacity = capacityOf(pool);
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      labels: {
        ...labelsOf(pool, zone),
        [HOST_LABEL]: name,
        [SIMULATED.key]: SIMULATED.value,
      },
      annotations: {
        // Without it, nobody attaches a disk to the node.
        "volumes.kubernetes.io/controller-managed-attach-detach": "true",
      },
    },
    spec: { providerID: `gce://${PROJECT}/${zone}/${name}`, taints: pool.taints },
    status: { capacity, allocatable: capacity },
  };
}

function csiNodeObject({ name, pool, zone }: SimulatedNode, attachLimit: number = pool.machine.attachLimit): ApiObject {
  return {
    apiVersion: "storage.k8s.io/v1",
    kind: "CSINode",
    metadata: { name },
    spec: {
      drivers: [
        {
          name: DISK_DRIVER,
          nodeID: `projects/${PROJECT}/zones/${zone}/instances/${name}`,
          topologyKeys: [DISK_ZONE_LABEL],
          allocatable: { count: attachLimit },
        },
      ],
    },
  };
}
