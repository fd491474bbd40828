import assert from "node:assert/strict";
import { Case } from "../../commands/doctor/case/case";
import type { ApiObject } from "../../cluster/api-object";
import type { CaseData } from "../../commands/doctor/case/case";
import type { Indicator } from "../../commands/doctor/finding";

/** When the cases of tests were read. */
export const NOW = new Date("2026-06-01T12:00:00Z");

/** A time some minutes before that. */
export function ago(minutes: number): string {
  return new Date(NOW.getTime() - minutes * 60_000).toISOString();
}

interface Parts {
  readonly metadata?: object | undefined;
  readonly spec?: object;
  readonly status?: object;
  readonly [key: string]: unknown;
}

const NAMESPACE = "shop";
const HASH = "controller-revision-hash";

function object(kind: string, name: string, { metadata, ...parts }: Parts, namespace?: string): ApiObject {
  const where = namespace === undefined ? {} : { namespace };
  const own = { name, uid: `uid-${kind}-${name}`, creationTimestamp: ago(1000) };
  return { apiVersion: "v1", kind, metadata: { ...where, ...own, ...metadata }, ...parts };
}

/** A set `db` of two pods in namespace shop, with a claim template `data`, at rest. */
export function set({ metadata, spec, status }: Parts = {}): ApiObject {
  return object(
    "StatefulSet",
    "db",
    {
      metadata: { generation: 1, ...metadata },
      spec: {
        replicas: 2,
        serviceName: "db",
        selector: { matchLabels: { app: "db" } },
        podManagementPolicy: "Parallel",
        template: { metadata: { labels: { app: "db" } }, spec: { containers: [{ name: "db" }] } },
        volumeClaimTemplates: [{ metadata: { name: "data" } }],
        ...spec,
      },
      status: { observedGeneration: 1, replicas: 2, currentRevision: "r1", updateRevision: "r1", ...status },
    },
    NAMESPACE,
  );
}

/** A condition of a pod, a node or a claim. */
export function condition(type: string, status: string, minutes: number, more: object = {}): object {
  return { type, status, lastTransitionTime: ago(minutes), ...more };
}

const READY = [condition("PodScheduled", "True", 1000), condition("Ready", "True", 1000)];

/** Pod `db-N` of {@link set}, running and ready on node nN, with its claim. */
export function pod(ordinal: number, { metadata = {}, spec, status }: Parts = {}): ApiObject {
  const { labels, ...rest } = metadata as { readonly labels?: object };
  return object(
    "Pod",
    `db-${String(ordinal)}`,
    {
      metadata: {
        labels: { app: "db", [HASH]: "r1", ...labels },
        ownerReferences: [{ kind: "StatefulSet", name: "db", uid: "uid-StatefulSet-db" }],
        ...rest,
      },
      spec: {
        nodeName: `n${String(ordinal)}`,
        subdomain: "db",
        containers: [{ name: "db" }],
        volumes: [{ name: "data", persistentVolumeClaim: { claimName: `data-db-${String(ordinal)}` } }],
        ...spec,
      },
      status: {
        phase: "Running",
        conditions: READY,
        containerStatuses: [
          { name: "db", ready: true, started: true, restartCount: 0, state: { running: { startedAt: ago(999) } } },
        ],
        ...status,
      },
    },
    NAMESPACE,
  );
}

/** A pod that has been scheduled nowhere for some minutes. */
export function pending(ordinal: number, minutes: number, message: string, spec: object = {}): ApiObject {
  return pod(ordinal, {
    spec: { nodeName: undefined, ...spec },
    status: {
      phase: "Pending",
      conditions: [condition("PodScheduled", "False", minutes, { reason: "Unschedulable", message })],
      containerStatuses: undefined,
    },
  });
}

/** A pod that runs and has not been ready for some minutes. */
export function unready(ordinal: number, minutes: number, labels: object = {}, status: object = {}): ApiObject {
  return pod(ordinal, {
    metadata: { labels },
    status: {
      conditions: [condition("PodScheduled", "True", 1000), condition("Ready", "False", minutes)],
      containerStatuses: [
        { name: "db", ready: false, started: true, restartCount: 0, state: { running: { startedAt: ago(minutes) } } },
      ],
      ...status,
    },
  });
}

/** A pod that has had a node for some minutes, and of which nothing has run yet. */
export function starting(ordinal: number, minutes: number): ApiObject {
  return pod(ordinal, {
    metadata: { creationTimestamp: ago(minutes) },
    status: {
      phase: "Pending",
      containerStatuses: [{ name: "db", state: { waiting: { reason: "ContainerCreating" } } }],
    },
  });
}

/** Claim `data-db-N`, bound to volume vN. */
export function claim(ordinal: number, { metadata, spec, status }: Parts = {}): ApiObject {
  return object(
    "PersistentVolumeClaim",
    `data-db-${String(ordinal)}`,
    {
      metadata: { labels: { app: "db" }, ...metadata },
      spec: {
        storageClassName: "fast",
        volumeName: `v${String(ordinal)}`,
        resources: { requests: { storage: "10Gi" } },
        ...spec,
      },
      status: { phase: "Bound", capacity: { storage: "10Gi" }, ...status },
    },
    NAMESPACE,
  );
}

/** Volume `vN` of {@link claim}. */
export function volume(ordinal: number, { metadata, spec, status }: Parts = {}): ApiObject {
  const name = `data-db-${String(ordinal)}`;
  return object("PersistentVolume", `v${String(ordinal)}`, {
    metadata,
    spec: {
      capacity: { storage: "10Gi" },
      persistentVolumeReclaimPolicy: "Retain",
      claimRef: { namespace: NAMESPACE, name, uid: `uid-PersistentVolumeClaim-${name}` },
      ...spec,
    },
    status: { phase: "Bound", ...status },
  });
}

/** Spec of a volume that is in a zone. */
export function inZone(zone: string): object {
  const terms = [{ matchExpressions: [{ key: "topology.gke.io/zone", operator: "In", values: [zone] }] }];
  return { nodeAffinity: { required: { nodeSelectorTerms: terms } } };
}

/** Node `nN`, ready, in zone a for even numbers, b for odd ones. */
export function node(number: number, { metadata, spec, status }: Parts = {}): ApiObject {
  return object("Node", `n${String(number)}`, {
    metadata: { labels: { "topology.kubernetes.io/zone": number % 2 === 0 ? "a" : "b" }, ...metadata },
    spec: { ...spec },
    status: { allocatable: { cpu: "4", memory: "16Gi" }, conditions: [condition("Ready", "True", 1000)], ...status },
  });
}

/** Node `nN`, which has taken no pods for some minutes. */
export function cordoned(number: number, minutes: number): ApiObject {
  const taint = { key: "node.kubernetes.io/unschedulable", effect: "NoSchedule", timeAdded: ago(minutes) };
  return node(number, { spec: { unschedulable: true, taints: [taint] } });
}

/** The headless Service `db` of {@link set}. */
export function service(spec: object = {}): ApiObject {
  return object(
    "Service",
    "db",
    { spec: { clusterIP: "None", selector: { app: "db" }, publishNotReadyAddresses: true, ...spec } },
    NAMESPACE,
  );
}

/** A StorageClass `fast` that waits for the pod. */
export function storageClass(parts: Parts = {}): ApiObject {
  return object("StorageClass", "fast", { volumeBindingMode: "WaitForFirstConsumer", ...parts });
}

/** Anything else in namespace shop. */
export function other(kind: string, name: string, parts: Parts): ApiObject {
  return object(kind, name, parts, NAMESPACE);
}

/** What was said of an object, some minutes ago. */
export function event(of: ApiObject, minutes: number, reason: string, message: string): ApiObject {
  const { name, namespace, uid } = of.metadata;
  return object(
    "Event",
    `${name}.${reason}`,
    {
      involvedObject: { kind: of.kind, name, uid, ...(namespace !== undefined && { namespace }) },
      reason,
      message,
      lastTimestamp: ago(minutes),
    },
    namespace ?? "default",
  );
}

/** A set with two pods, their claims, volumes and nodes, and its Service: nothing is wrong with it. */
export const WELL: readonly ApiObject[] = [
  set(),
  ...[0, 1].flatMap((ordinal) => [pod(ordinal), claim(ordinal), volume(ordinal), node(ordinal)]),
  service(),
  storageClass(),
];

/** {@link WELL}, with objects in the place of those of their kind and name, or beside them. */
export function wellBut(...objects: readonly ApiObject[]): CaseData {
  const names = new Set(objects.map(nameOf));
  return { now: NOW, objects: [...WELL.filter((one) => !names.has(nameOf(one))), ...objects], forbidden: [] };
}

/** {@link wellBut}, without some objects, such as `Pod db-1`. */
export function without(data: CaseData, ...names: readonly string[]): CaseData {
  return { ...data, objects: data.objects.filter((one) => !names.includes(nameOf(one))) };
}

function nameOf({ kind, metadata }: ApiObject): string {
  return `${kind} ${metadata.name}`;
}

/** What an indicator finds: `cause Kind/namespace/name`. */
function found(indicator: Indicator, data: CaseData): readonly string[] {
  return indicator.find(new Case(data)).map(({ cause, subject }) => `${cause} ${subject}`);
}

/** A case of an indicator: what a cluster is like, and what is found in it. */
export interface IndicatorCase {
  readonly name: string;
  readonly data: CaseData;
  readonly finds: readonly string[];
}

/** Tests an indicator on a table of cases, and on a set that is well. */
export function itFinds(indicator: Indicator, cases: readonly IndicatorCase[]): void {
  it("finds nothing where nothing is wrong", () => {
    assert.deepEqual(found(indicator, wellBut()), []);
  });
  for (const { data, finds, name } of cases) {
    it(name, () => {
      assert.deepEqual(found(indicator, data), finds);
    });
  }
}
