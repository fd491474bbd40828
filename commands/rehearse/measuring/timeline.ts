import { nodeNameOf } from "../../../cluster/objects";
import { isReady } from "../../../cluster/pods";
import { isPodOf } from "../stack/workloads";
import type { ClusterClient } from "../../../cluster/client";
import type { Nodes } from "../simulation/nodes";
import type { Workload } from "../stack/workloads";
import type { ApiObject } from "../../../cluster/api-object";

/** Ready pods of a workload at a moment. */
export interface Moment {
  /** Seconds since the timeline began. */
  readonly at: number;
  /** Ready pods by zone. */
  readonly ready: Readonly<Record<string, number>>;
}

/** Something that happened. */
export interface Mark {
  /** Seconds since the timeline began. */
  readonly at: number;
  readonly what: string;
}

/** Watches the pods of a workload, from the beginning of a rehearsal to its end. */
export class Timeline {
  readonly moments: Moment[] = [];
  readonly marks: Mark[] = [];
  private readonly api: ClusterClient;
  private readonly nodes: Nodes;
  private readonly workload: Workload;
  private readonly start = performance.now();
  private readonly pods = new Map<string, ApiObject>();
  /** Zone of each ready pod, by the pod's uid. */
  private readonly ready = new Map<string, string>();
  private readonly waiting = new Set<() => void>();
  private stopWatch: (() => void) | undefined;
  private readonly zones = new Map<string, string>();

  constructor(api: ClusterClient, nodes: Nodes, workload: Workload) {
    this.api = api;
    this.nodes = nodes;
    this.workload = workload;
  }

  /** Begins to watch. */
  async begin(): Promise<void> {
    this.stopWatch = await this.api.watch("v1", "Pod", ({ object, type }) => {
      if (!isPodOf(this.workload, object)) {
        return;
      }
      this.hear(object, type === "DELETED");
      this.waiting.forEach((look) => {
        look();
      });
    });
    this.note();
  }

  private hear(pod: ApiObject, isGone: boolean): void {
    const { uid = "" } = pod.metadata;
    if (isGone) {
      this.pods.delete(uid);
    } else {
      this.pods.set(uid, pod);
    }
    const before = this.ready.get(uid);
    const now = !isGone && isReady(pod) ? this.zoneOf(pod) : undefined;
    if (now === undefined) {
      this.ready.delete(uid);
    } else {
      this.ready.set(uid, now);
    }
    if (now !== before) {
      this.note();
    }
  }

  /** Ends it. */
  end(): void {
    this.stopWatch?.();
  }

  /** Seconds since the beginning. */
  get now(): number {
    return (performance.now() - this.start) / 1000;
  }

  /** Notes that something happened. */
  mark(what: string): void {
    this.marks.push({ at: this.now, what });
  }

  /** The pods that there are now. */
  get all(): readonly ApiObject[] {
    return [...this.pods.values()];
  }

  /** Number of ready pods. */
  get readyCount(): number {
    return this.ready.size;
  }

  /** Waits until something holds of the pods. False where it does not within so many seconds. */
  until(holds: (pods: readonly ApiObject[]) => boolean, seconds: number): Promise<boolean> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (holds(this.all)) {
          finish(true);
        }
      };
      const finish = (held: boolean): void => {
        clearTimeout(timer);
        this.waiting.delete(look);
        resolve(held);
      };
      const timer = setTimeout(() => {
        finish(false);
      }, seconds * 1000);
      this.waiting.add(look);
      look();
    });
  }

  /** Notes how many pods of each zone are ready now. */
  private note(): void {
    const ready: Record<string, number> = {};
    for (const zone of this.ready.values()) {
      ready[zone] = (ready[zone] ?? 0) + 1;
    }
    this.moments.push({ at: this.now, ready });
  }

  /** Zones of nodes that are gone are remembered: their pods may outlive them. */
  private zoneOf(pod: ApiObject): string {
    const nodeName = nodeNameOf(pod) ?? "";
    const zone = this.nodes.named(nodeName)?.zone ?? this.zones.get(nodeName) ?? "";
    this.zones.set(nodeName, zone);
    return zone;
  }
}

/** Share of the time from one second to another in which at least so many pods were ready, from 0 to 1. */
export function availability(moments: readonly Moment[], from: number, to: number, least: number): number {
  if (to <= from) {
    return 1;
  }
  // What was missing is counted, because sums of fractions are never quite whole.
  let missing = 0;
  for (const [index, { at, ready }] of moments.entries()) {
    const begin = Math.max(from, at);
    const end = Math.min(to, moments[index + 1]?.at ?? to);
    missing += total(ready) >= least ? 0 : Math.max(0, end - begin);
  }
  return 1 - missing / (to - from);
}

/** Fewest ready pods between two seconds. */
export function lowest(moments: readonly Moment[], from: number, to: number): number {
  const counts = moments
    .filter(({ at }, index) => at <= to && (moments[index + 1]?.at ?? Infinity) >= from)
    .map(({ ready }) => total(ready));
  return counts.length === 0 ? 0 : Math.min(...counts);
}

/** Ready pods of all zones. */
export function total(ready: Readonly<Record<string, number>>): number {
  return Object.values(ready).reduce((sum, count) => sum + count, 0);
}
