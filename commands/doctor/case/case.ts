import { ZONE_LABEL } from "../../../policy/facts/node-labels";
import { ordinalIn } from "../../../policy/facts/ordinals";
import { isSystemNamespace } from "../../../policy/facts/system-namespaces";
import { claimsOf } from "../../../cluster/objects";
import { refOf } from "./ref";
import type { ApiObject } from "../../../cluster/api-object";
import type {
  Autoscaler,
  Budget,
  Claim,
  Event,
  NetworkPolicy,
  Node,
  Pod,
  Service,
  StatefulSet,
  StorageClass,
  Volume,
  VolumeAttachment,
} from "./types";

/** What a diagnosis is made from: everything as it was at one time. */
export interface CaseData {
  /** When it was read. */
  readonly now: Date;
  readonly objects: readonly ApiObject[];
  /** Kinds that could not be read, because the right is missing. */
  readonly forbidden: readonly string[];
}

/** What of a case is looked at. */
export interface Selection {
  /** StatefulSets of this namespace. @default all */
  readonly namespace?: string;
  /** StatefulSets of this name. @default all */
  readonly workload?: string;
}

/** Objects at one time, found by what indicators ask for. It is never changed. */
export class Case {
  readonly now: Date;
  readonly forbidden: readonly string[];
  private readonly selection: Selection;
  private readonly kinds: ReadonlyMap<string, readonly ApiObject[]>;
  private readonly byRef: ReadonlyMap<string, ApiObject>;
  private readonly events: ReadonlyMap<string, readonly Event[]>;
  private readonly owned: ReadonlyMap<string, readonly Pod[]>;
  private readonly inNamespace: ReadonlyMap<string, readonly Claim[]>;
  private readonly uses: ReadonlyMap<string, readonly { readonly pod: Pod }[]>;

  constructor({ forbidden, now, objects }: CaseData, selection: Selection = {}) {
    this.now = now;
    this.selection = selection;
    this.forbidden = forbidden;
    this.kinds = Map.groupBy(objects, ({ kind }) => kind);
    this.byRef = new Map(objects.map((object) => [refOf(object), object]));
    // Times are read once each: there may be many events.
    const events = this.all<Event>("Event")
      .map((event) => ({ event, time: timeOf(event) }))
      .toSorted((one, other) => other.time - one.time)
      .map(({ event }) => event);
    this.events = Map.groupBy(events, ({ involvedObject: { kind = "", name = "", namespace = "" } }) =>
      [kind, namespace, name].filter((part) => part !== "").join("/"),
    );
    this.owned = Map.groupBy(this.all<Pod>("Pod"), (pod) => pod.metadata.ownerReferences?.[0]?.uid ?? "");
    this.inNamespace = Map.groupBy(
      this.all<Claim>("PersistentVolumeClaim"),
      ({ metadata }) => metadata.namespace ?? "",
    );
    const uses = this.all<Pod>("Pod").flatMap((pod) => claimsOf(pod).map((claim) => ({ pod, claim })));
    this.uses = Map.groupBy(uses, ({ claim, pod }) => `${pod.metadata.namespace ?? ""}/${claim}`);
  }

  private all<T extends ApiObject>(kind: T["kind"]): readonly T[] {
    return (this.kinds.get(kind) ?? []) as readonly T[];
  }

  private one<T extends ApiObject>(kind: T["kind"], ...names: readonly string[]): T | undefined {
    return this.byRef.get([kind, ...names].join("/")) as T | undefined;
  }

  /** StatefulSets of users: those of the cluster itself are GKE's to mend. */
  get sets(): readonly StatefulSet[] {
    return this.all<StatefulSet>("StatefulSet").filter(
      ({ metadata: { name, namespace = "" } }) =>
        !isSystemNamespace(namespace) &&
        this.isSelected(namespace) &&
        (this.selection.workload === undefined || name === this.selection.workload),
    );
  }

  /** Whether something of a namespace is looked at. */
  isSelected(namespace: string): boolean {
    return this.selection.namespace === undefined || namespace === this.selection.namespace;
  }

  get pods(): readonly Pod[] {
    return this.all("Pod");
  }

  get nodes(): readonly Node[] {
    return this.all("Node");
  }

  get volumes(): readonly Volume[] {
    return this.all("PersistentVolume");
  }

  get attachments(): readonly VolumeAttachment[] {
    return this.all("VolumeAttachment");
  }

  get services(): readonly Service[] {
    return this.all("Service");
  }

  get budgets(): readonly Budget[] {
    return this.all("PodDisruptionBudget");
  }

  get networkPolicies(): readonly NetworkPolicy[] {
    return this.all("NetworkPolicy");
  }

  get autoscalers(): readonly Autoscaler[] {
    return this.all("HorizontalPodAutoscaler");
  }

  /** Whether a kind could be read, so that its absence says something. */
  knows(kind: string): boolean {
    return !this.forbidden.includes(kind);
  }

  pod(namespace: string, name: string): Pod | undefined {
    return this.one("Pod", namespace, name);
  }

  claim(namespace: string, name: string): Claim | undefined {
    return this.one("PersistentVolumeClaim", namespace, name);
  }

  volume(name: string): Volume | undefined {
    return this.one("PersistentVolume", name);
  }

  node(name: string): Node | undefined {
    return this.one("Node", name);
  }

  service(namespace: string, name: string): Service | undefined {
    return this.one("Service", namespace, name);
  }

  storageClass(name: string): StorageClass | undefined {
    return this.one("StorageClass", name);
  }

  /** Pods that a set controls, by ordinal. */
  podsOf(set: StatefulSet): readonly Pod[] {
    const ordinalOf = ({ metadata }: Pod): number => ordinalIn(metadata.name, set.metadata.name) ?? 0;
    return (this.owned.get(set.metadata.uid ?? "") ?? []).toSorted((one, other) => ordinalOf(one) - ordinalOf(other));
  }

  /** Claims of a namespace. */
  claimsIn(namespace: string): readonly Claim[] {
    return this.inNamespace.get(namespace) ?? [];
  }

  /** Pods that mount a claim, or would. */
  usersOf({ metadata: { name, namespace = "" } }: Claim): readonly Pod[] {
    return (this.uses.get(`${namespace}/${name}`) ?? []).map(({ pod }) => pod);
  }

  /** Claims that a pod mounts, or would, as far as they are there. */
  claimsOf(pod: Pod): readonly Claim[] {
    return claimsOf(pod).flatMap((name) => this.claim(pod.metadata.namespace ?? "", name) ?? []);
  }

  /** Volume that a claim has; undefined where it has none yet, or that is gone. */
  volumeOf({ spec: { volumeName = "" } }: Claim): Volume | undefined {
    return this.volume(volumeName);
  }

  /** What was told of an object, the newest first. An object of the same name that was there before counts as another one. */
  eventsOf(object: ApiObject): readonly Event[] {
    const { uid } = object.metadata;
    return (this.events.get(refOf(object)) ?? []).filter(
      ({ involvedObject }) => involvedObject.uid === undefined || uid === undefined || involvedObject.uid === uid,
    );
  }

  /** Zone of the node that a pod has; undefined where it has none, or the node does not say. */
  zoneOf(pod: Pod): string | undefined {
    const node = pod.spec.nodeName === undefined ? undefined : this.node(pod.spec.nodeName);
    return node?.metadata.labels?.[ZONE_LABEL];
  }

  /** Seconds since a time; 0 where there is none. */
  since(time: string | null | undefined): number {
    return time === undefined || time === null ? 0 : Math.max(0, (this.now.getTime() - Date.parse(time)) / 1000);
  }
}

/** When an event was last seen, in milliseconds; 0 where it does not say. */
export function timeOf({ eventTime, lastTimestamp, metadata, series }: Event): number {
  return millisecondsOf(series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? metadata.creationTimestamp);
}

/** A time in milliseconds; 0 where there is none. */
export function millisecondsOf(time: string | undefined): number {
  const milliseconds = Date.parse(time ?? "");
  return Number.isNaN(milliseconds) ? 0 : milliseconds;
}
