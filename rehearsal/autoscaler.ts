import { labelsOf } from "./nodes";
import { zonesOfDisks } from "./volumes";
import type { Api, ApiObject } from "./api";
import type { Assumptions } from "./assumptions";
import type { Nodes, SimulatedNode } from "./nodes";
import type { Pool, Taint } from "./pools";

/** Milliseconds between two looks. */
const INTERVAL = 500;

interface Toleration {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
}

/** What decides where a pod can go. */
export interface PodSpec {
  readonly nodeName?: string;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly tolerations?: readonly Toleration[];
}

/** Where nodes of a kind are. */
interface Place {
  readonly pool: Pool;
  readonly zone: string;
}

/** Adds nodes for pods that fit nowhere, up to the pools' maximum, as the cluster autoscaler of GKE does; the other half is in shrink.ts. */
export class Autoscaler {
  private readonly api: Api;
  private readonly nodes: Nodes;
  private readonly pools: readonly Pool[];
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
    api: Api;
    nodes: Nodes;
    pools: readonly Pool[];
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
    return (
      this.tooFew(({ pool, zone }) => this.nodes.list.filter((node) => isIn(node, pool, zone)).length).length === 0
    );
  }

  private tooFew(count: (place: Place) => number): readonly Place[] {
    return this.pools
      .flatMap((pool) => pool.zones.map((zone) => ({ pool, zone })))
      .filter((place) => !this.lostZones.has(place.zone) && count(place) < place.pool.min);
  }

  /** A machine that is gone is replaced down to the minimum, and there is a node for each pod that fits nowhere, but one at a time in each zone: the next look sees what is still pending. */
  private async look(): Promise<void> {
    this.tooFew(({ pool, zone }) => this.count(pool, zone)).forEach(({ pool, zone }) => {
      this.begin(pool, zone);
    });
    for (const pod of this.pending.values()) {
      const zones = await zonesOfDisks(this.api, pod);
      const place = this.placeFor(pod, zones);
      if (place !== undefined) {
        this.begin(place.pool, place.zone);
      }
    }
  }

  private placeFor(pod: ApiObject, zones: ReadonlySet<string> | undefined): { pool: Pool; zone: string } | undefined {
    const spec = pod["spec"] as PodSpec;
    const places = this.pools
      .flatMap((pool) => pool.zones.map((zone) => ({ pool, zone, nodes: this.count(pool, zone) })))
      .filter(({ pool, zone }) => fits(pool, zone, spec) && this.isAllowed(pool));
    return places
      .filter(({ nodes, pool, zone }) => nodes < pool.max && !this.lostZones.has(zone) && (zones?.has(zone) ?? true))
      .filter(({ pool, zone }) => (this.coming.get(`${pool.name} ${zone}`) ?? 0) === 0)
      .toSorted((one, other) => one.nodes - other.nodes)[0];
  }

  /** Whether a pool with a limit for all its zones together may have one more. */
  private isAllowed(pool: Pool): boolean {
    return pool.zones.reduce((sum, zone) => sum + this.count(pool, zone), 0) < pool.totalMax;
  }

  private count(pool: Pool, zone: string): number {
    const there = this.nodes.list.filter((node) => isIn(node, pool, zone)).length;
    return there + (this.coming.get(`${pool.name} ${zone}`) ?? 0);
  }

  private begin(pool: Pool, zone: string): void {
    const key = `${pool.name} ${zone}`;
    this.coming.set(key, (this.coming.get(key) ?? 0) + 1);
    setTimeout(() => {
      this.nodes
        .add(pool, zone)
        .catch(() => undefined)
        .finally(() => this.coming.set(key, (this.coming.get(key) ?? 1) - 1));
    }, this.delay);
  }
}

function isIn(node: SimulatedNode, pool: Pool, zone: string): boolean {
  return node.pool === pool && node.zone === zone;
}

/** Whether a pool's nodes in a zone have the labels that a pod selects, and no taint that keeps it away. Affinity to nodes is not looked at. */
export function fits(pool: Pool, zone: string, { nodeSelector = {}, tolerations = [] }: PodSpec): boolean {
  const labels = labelsOf(pool, zone);
  return (
    Object.entries(nodeSelector).every(([key, value]) => labels[key] === value) &&
    pool.taints
      .filter(({ effect }) => effect !== "PreferNoSchedule")
      .every((taint) => tolerations.some((toleration) => tolerates(toleration, taint)))
  );
}

function tolerates({ effect, key, operator = "Equal", value = "" }: Toleration, taint: Taint): boolean {
  return (
    (key === undefined || key === taint.key) &&
    (effect === undefined || effect === "" || effect === taint.effect) &&
    (operator === "Exists" || value === taint.value)
  );
}

function isUnschedulable({ metadata, spec, status }: ApiObject): boolean {
  const { conditions = [] } = (status ?? {}) as { conditions?: readonly { type: string; reason?: string }[] };
  return (
    metadata.deletionTimestamp === undefined &&
    (spec as PodSpec).nodeName === undefined &&
    conditions.some(({ reason, type }) => type === "PodScheduled" && reason === "Unschedulable")
  );
}
