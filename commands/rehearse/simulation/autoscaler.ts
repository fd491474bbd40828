import { keepsAway, tolerates } from "../../../policy/graph/taints";
import { labelsOf } from "./nodes";
import { nodeNameOf } from "../../../cluster/objects";
import { zonesOfDisks } from "./volumes";
import type { ClusterClient } from "../../../cluster/client";
import type { Assumptions } from "./assumptions";
import type { Nodes } from "./nodes";
import type { SimulatedPool } from "./pools";
import type { Toleration } from "../../../policy/graph/taints";
import type { ApiObject } from "../../../cluster/api-object";

/** Milliseconds between two looks. */
const INTERVAL = 500;

/** What decides where a pod can go. */
export interface PodSpec {
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly tolerations?: readonly Toleration[];
}

/** Where nodes of a kind are. */
interface Place {
  readonly pool: SimulatedPool;
  readonly zone: string;
}

/** Adds nodes for pods that fit nowhere, up to the pools' maximum, as the cluster autoscaler of GKE does; the other half is in shrink.ts. */
export class Autoscaler {
  private readonly api: ClusterClient;
  private readonly nodes: Nodes;
  private readonly pools: readonly SimulatedPool[];
  private readonly delay: number;
  private readonly pending = new Map<string, ApiObject>();
  /** Nodes on their way, as `pool zone`. */
  private readonly coming = new Map<string, number>();
  private readonly lostZones = new Set<string>();
  private stopWatch: (() => void) | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor({
    api,
    assumptions,
    nodes,
    pools,
  }: {
    api: ClusterClient;
    nodes: Nodes;
    pools: readonly SimulatedPool[];
    assumptions: Assumptions;
  }) {
    this.api = api;
    this.nodes = nodes;
    this.pools = pools;
    this.delay = assumptions.node * 1000;
  }

  /** Begins to look. */
  async start(): Promise<void> {
    this.stopWatch = await this.api.watch("v1", "Pod", ({ object, type }) => {
      const uid = object.metadata.uid ?? "";
      if (type !== "DELETED" && isUnschedulable(object)) {
        this.pending.set(uid, object);
      } else {
        this.pending.delete(uid);
      }
    });
    this.timer = setInterval(() => {
      this.look().catch(() => undefined);
    }, INTERVAL);
  }

  /** Ends it. */
  stop(): void {
    this.stopWatch?.();
    clearInterval(this.timer);
  }

  /** No machine can be had in a zone any more, or again. */
  loseZone(zone: string, lost = true): void {
    if (lost) {
      this.lostZones.add(zone);
    } else {
      this.lostZones.delete(zone);
    }
  }

  /** Whether every pool has its fewest nodes in every zone that is there. */
  get isAtMinimum(): boolean {
    return this.places.every((place) => this.there(place) >= place.pool.min);
  }

  /** Where there can be nodes now. */
  private get places(): readonly Place[] {
    return this.pools
      .flatMap((pool) => pool.zones.map((zone) => ({ pool, zone })))
      .filter(({ zone }) => !this.lostZones.has(zone));
  }

  /**
   * A machine that is gone is replaced down to the minimum, and there is a node for each pod that fits nowhere, but one at a time in
   * each zone: the next look sees what is still pending.
   */
  private async look(): Promise<void> {
    this.places
      .filter((place) => this.count(place) < place.pool.min)
      .forEach((place) => {
        this.begin(place);
      });
    for (const pod of this.pending.values()) {
      const zones = await zonesOfDisks(this.api, pod);
      const place = this.placeFor(pod, zones);
      if (place !== undefined) {
        this.begin(place);
      }
    }
  }

  private placeFor(pod: ApiObject, zones: ReadonlySet<string> | undefined): Place | undefined {
    const spec = pod["spec"] as PodSpec;
    return this.places
      .filter(({ pool, zone }) => fits(pool, zone, spec) && this.isAllowed(pool) && (zones?.has(zone) ?? true))
      .map((place) => ({ ...place, nodes: this.count(place) }))
      .filter(({ nodes, ...place }) => nodes < place.pool.max && this.comingTo(place) === 0)
      .toSorted((one, other) => one.nodes - other.nodes)[0];
  }

  /** Whether a pool with a limit for all its zones together may have one more. */
  private isAllowed(pool: SimulatedPool): boolean {
    return pool.zones.reduce((sum, zone) => sum + this.count({ pool, zone }), 0) < pool.totalMax;
  }

  /** Nodes of a place, those on their way among them. */
  private count(place: Place): number {
    return this.there(place) + this.comingTo(place);
  }

  private there({ pool, zone }: Place): number {
    return this.nodes.list.filter((node) => node.pool === pool && node.zone === zone).length;
  }

  private comingTo(place: Place): number {
    return this.coming.get(keyOf(place)) ?? 0;
  }

  private begin(place: Place): void {
    const key = keyOf(place);
    this.coming.set(key, this.comingTo(place) + 1);
    setTimeout(() => {
      this.nodes
        .add(place.pool, place.zone)
        .catch(() => undefined)
        .finally(() => this.coming.set(key, this.comingTo(place) - 1));
    }, this.delay);
  }
}

function keyOf({ pool, zone }: Place): string {
  return `${pool.name} ${zone}`;
}

/** Whether a pool's nodes in a zone have the labels that a pod selects, and no taint that keeps it away. Affinity to nodes is not looked at. */
export function fits(pool: SimulatedPool, zone: string, { nodeSelector = {}, tolerations = [] }: PodSpec): boolean {
  const labels = labelsOf(pool, zone);
  return (
    Object.entries(nodeSelector).every(([key, value]) => labels[key] === value) &&
    pool.taints.filter(keepsAway).every((taint) => tolerations.some((toleration) => tolerates(toleration, taint)))
  );
}

function isUnschedulable(pod: ApiObject): boolean {
  const { conditions = [] } = (pod["status"] ?? {}) as { conditions?: readonly { type: string; reason?: string }[] };
  return (
    pod.metadata.deletionTimestamp === undefined &&
    nodeNameOf(pod) === undefined &&
    conditions.some(({ reason, type }) => type === "PodScheduled" && reason === "Unschedulable")
  );
}
