import { ClusterError } from "../../cluster/cluster-error";
import { selectorOf } from "../../cluster/client";
import { ordinalIn } from "../../policy/facts/ordinals";
import { POOL, slotLease } from "../../policy/facts/session-keys";
import { LEASE } from "../../cluster/lease";
import { ordinalOfLease } from "./lease";
import { shapeOf, viewOf } from "./view";
import type { ApiObject, WatchEvent } from "../../cluster/api-object";
import type { SetName } from "../../cluster/claims";
import type { ClusterClient } from "../../cluster/client";
import type { SlotView } from "../lifecycle/slot";
import type { SetShape, SlotObjects } from "./view";

const SET = { apiVersion: "apps/v1", kind: "StatefulSet" } as const;
const POD = { apiVersion: "v1", kind: "Pod" } as const;
const CLAIM = { apiVersion: "v1", kind: "PersistentVolumeClaim" } as const;

/** The objects of one kind by name, none older than one that was there before. */
class Objects {
  private readonly byName = new Map<string, ApiObject>();

  get(name: string): ApiObject | undefined {
    return this.byName.get(name);
  }

  /** Takes over what a watch tells, or a write answers, whichever is newer. Returns whether that was news. */
  take({ object, type }: WatchEvent): boolean {
    const { name } = object.metadata;
    const now = this.byName.get(name);
    if (now !== undefined && versionOf(object) < versionOf(now)) {
      return false;
    }
    const isKnown = now !== undefined && versionOf(object) === versionOf(now);
    if (type === "DELETED") {
      // An object of the same name that was made since stays.
      return (now === undefined || now.metadata.uid === object.metadata.uid) && this.byName.delete(name);
    }
    this.byName.set(name, object);
    return !isKnown;
  }

  drop(name: string): boolean {
    return this.byName.delete(name);
  }
}

/** Versions of objects of one kind grow. Source: KEP-5504, comparable resource versions */
function versionOf({ metadata }: ApiObject): number {
  return Number(metadata.resourceVersion ?? 0);
}

/**
 * What is known of a pool: its set, pods, claims and records, as watches and the answers to our own writes tell of them. It may be late, never ahead.
 */
export class Mirror {
  readonly pool: SetName;
  private readonly client: ClusterClient;
  private readonly max: number;
  private readonly pods = new Objects();
  private readonly claims = new Objects();
  private readonly leases = new Objects();
  private readonly foreign = new Set<number>();
  private readonly views = new Map<number, SlotView>();
  private readonly listeners = new Set<(ordinal: number | undefined) => void>();
  private set: ApiObject | undefined;
  private shapeNow: SetShape | undefined;
  private stops: (() => void)[] = [];

  /** @param max most slots */
  constructor(client: ClusterClient, pool: SetName, max: number) {
    this.client = client;
    this.pool = pool;
    this.max = max;
  }

  /** Begins to follow. Errors: ClusterError where there is no such set, or something of it cannot be read. */
  async start(): Promise<void> {
    const { name, namespace } = this.pool;
    const set = await this.client.get(SET.apiVersion, SET.kind, name, namespace);
    if (set === undefined) {
      throw new ClusterError(
        `Namespace ${namespace} has no StatefulSet ${name}: must be that of the pool. See kubectl get statefulsets --namespace ${namespace}.`,
      );
    }
    this.takeSet({ type: "ADDED", object: set });
    const { matchLabels = {} } = (set["spec"] as { selector: { matchLabels?: Record<string, string> } }).selector;
    this.stops = await Promise.all([
      this.watch(SET, { fields: `metadata.name=${name}` }, (event) => {
        this.takeSet(event);
      }),
      this.watch(LEASE, { labels: selectorOf({ [POOL]: name }) }, (event) => {
        this.take(this.leases, event, ordinalOfLease(event.object, this.pool));
      }),
      this.watch(POD, { labels: selectorOf(matchLabels) }, (event) => {
        this.take(this.pods, event, ordinalIn(event.object.metadata.name, name));
      }),
      this.watch(CLAIM, {}, (event) => {
        this.take(this.claims, event, this.ordinalOfClaim(event.object.metadata.name));
      }),
    ]);
  }

  stop(): void {
    this.stops.forEach((stop) => {
      stop();
    });
    this.listeners.clear();
  }

  /** Tells of every slot that changes; undefined for the set. Returns what takes the listener off again. */
  onChange(listener: (ordinal: number | undefined) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The set as it was heard of last; undefined once it is gone. */
  statefulSet(): ApiObject | undefined {
    return this.set;
  }

  shape(): SetShape {
    return this.shapeNow ?? { start: 0, replicas: 0, templates: [], revision: undefined };
  }

  /** All slots that the pool has or may have, by ordinal; none without a set. */
  slots(): readonly SlotView[] {
    if (this.set === undefined) {
      return [];
    }
    const { replicas, start } = this.shape();
    // A pool that was made smaller keeps the slots that it has.
    const size = Math.max(this.max, replicas);
    return Array.from({ length: size }, (_, index) => this.slot(start + index));
  }

  slot(ordinal: number): SlotView {
    const known = this.views.get(ordinal);
    if (known !== undefined) {
      return known;
    }
    const view = viewOf(this.pool, this.objectsOf(ordinal), this.shape(), false);
    const seen = this.foreign.has(ordinal) ? { ...view, isForeign: true } : view;
    this.views.set(ordinal, seen);
    return seen;
  }

  /** The objects of a slot. */
  objectsOf(ordinal: number): SlotObjects {
    const { name } = this.pool;
    return {
      ordinal,
      lease: this.leases.get(slotLease(name, ordinal)),
      pod: this.pods.get(`${name}-${String(ordinal)}`),
      claims: this.claimNames(ordinal).flatMap((claim) => this.claims.get(claim) ?? []),
    };
  }

  /** The same, read from the API server now. What it finds is news here too. */
  async freshSlot(ordinal: number): Promise<SlotView> {
    const { name, namespace } = this.pool;
    const read = async (
      { apiVersion, kind }: typeof LEASE | typeof POD | typeof CLAIM,
      what: string,
      into: Objects,
    ): Promise<ApiObject | undefined> => {
      const known = into.get(what);
      const object = await this.client.get(apiVersion, kind, what, namespace);
      if (object !== undefined) {
        this.take(into, { type: "MODIFIED", object }, ordinal);
      } else if (into.get(what) === known && into.drop(what)) {
        this.changed(ordinal);
      }
      return object;
    };
    const lease = await read(LEASE, slotLease(name, ordinal), this.leases);
    const pod = await read(POD, `${name}-${String(ordinal)}`, this.pods);
    const claims = await Promise.all(this.claimNames(ordinal).map((claim) => read(CLAIM, claim, this.claims)));
    const objects = { ordinal, lease, pod, claims: claims.filter((claim) => claim !== undefined) };
    const view = viewOf(this.pool, objects, this.shape(), true);
    if (view.isForeign !== this.foreign.has(ordinal)) {
      this.foreign[view.isForeign ? "add" : "delete"](ordinal);
      this.changed(ordinal);
    }
    return view;
  }

  /** Takes over what a write of ours was answered. */
  takeOwn(object: ApiObject, ordinal: number): void {
    const into = { Lease: this.leases, Pod: this.pods, PersistentVolumeClaim: this.claims }[object.kind];
    if (into !== undefined) {
      this.take(into, { type: "MODIFIED", object }, ordinal);
    }
  }

  private watch(
    { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
    selection: { readonly labels?: string; readonly fields?: string },
    onEvent: (event: WatchEvent) => void,
  ): Promise<() => void> {
    return this.client.watch(apiVersion, kind, onEvent, { ...selection, namespace: this.pool.namespace });
  }

  private take(into: Objects, event: WatchEvent, ordinal: number | undefined): void {
    if (ordinal !== undefined && into.take(event)) {
      this.changed(ordinal);
    }
  }

  private takeSet({ object, type }: WatchEvent): void {
    this.set = type === "DELETED" ? undefined : object;
    const before = this.shapeNow;
    this.shapeNow = shapeOf(object); // Of a set that is gone, what is left is read by it.
    if (JSON.stringify(before) !== JSON.stringify(this.shapeNow)) {
      this.views.clear();
    }
    this.changed(undefined);
  }

  private changed(ordinal: number | undefined): void {
    if (ordinal !== undefined) {
      this.views.delete(ordinal);
    }
    this.listeners.forEach((listener) => {
      listener(ordinal);
    });
  }

  private claimNames(ordinal: number): readonly string[] {
    return this.shape().templates.map((template) => `${template}-${this.pool.name}-${String(ordinal)}`);
  }

  private ordinalOfClaim(name: string): number | undefined {
    return this.shape()
      .templates.map((template) => ordinalIn(name, `${template}-${this.pool.name}`))
      .find((ordinal) => ordinal !== undefined);
  }
}
