import { quantity } from "../../../policy/facts/quantities";
import { expression } from "./choices";
import { exposure, peers, portRanges, uniquePorts } from "./network-relations";
import { fieldsWithin, knownEntries } from "./within";
import { entryOf } from "../../../policy/facts/entry";
import type { Field, GraphObject } from "../../../policy/graph/object";
import type { Said } from "./said";

/** What the fields of an object must be to each other. Source: pkg/apis/{apps,autoscaling,batch,core,networking,policy,storage}/validation of Kubernetes, and the admission of VPA and KEDA */
const OF_KIND: Readonly<Record<string, readonly ((root: Field) => readonly Said[])[]>> = {
  CronJob: [(root) => job(root.reach("spec.jobTemplate.spec"))],
  DaemonSet: [emptySelector, daemonRollout],
  Deployment: [emptySelector, deadline, rollout],
  HorizontalPodAutoscaler: [targets],
  Ingress: [backends],
  Job: [(root) => job(root.of("spec"))],
  LimitRange: [limits],
  NetworkPolicy: [
    (root) => fieldsWithin(root, "spec.podSelector.matchExpressions.*").flatMap(expression),
    peers,
    portRanges,
  ],
  PersistentVolume: [volume],
  PersistentVolumeClaim: [dataSource],
  PodDisruptionBudget: [
    (root) => fieldsWithin(root, "spec.selector.matchExpressions.*").flatMap(expression),
    (root) => counts(root.of("spec"), ["minAvailable", "maxUnavailable"]),
  ],
  ReplicaSet: [emptySelector],
  ScaledObject: [(root) => ordered(root.of("spec"), "minReplicaCount", "maxReplicaCount"), idle],
  Secret: [tls],
  Service: [exposure, uniquePorts],
  StatefulSet: [emptySelector],
  StorageClass: [topologies],
  VerticalPodAutoscaler: [bounds],
};

/** Fields that contradict each other. */
export function badRelations(object: GraphObject): readonly Said[] {
  return (entryOf(OF_KIND, object.facts.kindName) ?? []).flatMap((check) => check(object.root));
}

function emptySelector(root: Field): readonly Said[] {
  const selector = root.reach("spec.selector");
  const parts = ["matchLabels", "matchExpressions"].map((key) => selector.reach(key));
  const isEmpty = parts.every((part) => !part.isUnknown && part.names.length + part.items.length === 0);
  return [
    ...(selector.isSet && !selector.isUnknown && isEmpty
      ? [{ field: selector, says: "has an empty selector, and must say which pods are its own" }]
      : []),
    ...fieldsWithin(root, "spec.selector.matchExpressions.*").flatMap(expression),
  ];
}

/** `2` is a number of pods, `50%` a share, and `"2"` neither. */
function counts(holder: Field, keys: readonly string[]): readonly Said[] {
  return keys
    .map((key) => holder.reach(key))
    .filter((field) => /^\d+$/.test(typeof field.value === "string" ? field.value : ""))
    .map((field) => ({
      field,
      says: `has ${field.path} ${JSON.stringify(field.value)} as a text, and may have a number or a text with % only`,
    }));
}

function rollout(root: Field): readonly Said[] {
  const rolling = root.reach("spec.strategy.rollingUpdate");
  const share = rolling.reach("maxUnavailable");
  const percent = /^(\d+)%$/.exec(typeof share.value === "string" ? share.value : "")?.[1];
  return [
    ...counts(rolling, ["maxSurge", "maxUnavailable"]),
    ...(Number(percent ?? 0) > 100
      ? [{ field: share, says: `has maxUnavailable ${share.shown}, and may have 100% at most` }]
      : []),
  ];
}

function daemonRollout(root: Field): readonly Said[] {
  const rolling = root.reach("spec.updateStrategy.rollingUpdate");
  const [surge, unavailable] = [rolling.reach("maxSurge"), rolling.reach("maxUnavailable")];
  const isNone = (field: Field): boolean => ["0", "0%"].includes(field.shown);
  return isNone(unavailable) && (isNone(surge) || !surge.isSet)
    ? [{ field: rolling, says: "has maxUnavailable 0 and no maxSurge, so that no pod can be updated" }]
    : [];
}

const DEFAULT_DEADLINE = 600;

function deadline(root: Field): readonly Said[] {
  const [ready, progress] = [root.reach("spec.minReadySeconds"), root.reach("spec.progressDeadlineSeconds")];
  const [least, most] = [ready.number ?? 0, progress.number ?? DEFAULT_DEADLINE];
  return least > 0 && most <= least
    ? [
        {
          field: progress.isSet ? progress : ready,
          says: `has progressDeadlineSeconds ${String(most)}, which must be more than minReadySeconds ${String(least)}`,
        },
      ]
    : [];
}

/** What a metric's target may say, by where the metric comes from. Its type is not compared. Source: pkg/apis/autoscaling/validation of Kubernetes */
interface TargetRule {
  readonly anyOf: readonly string[];
  /** Whether several of them are refused. */
  readonly isOne: boolean;
}

const OF_PODS: TargetRule = { anyOf: ["averageUtilization", "averageValue"], isOne: true };
const METRICS: Readonly<Record<string, TargetRule>> = {
  resource: OF_PODS,
  containerResource: OF_PODS,
  pods: { anyOf: ["averageValue"], isOne: false },
  object: { anyOf: ["value", "averageValue"], isOne: false },
  external: { anyOf: ["value", "averageValue"], isOne: true },
};

function targets(root: Field): readonly Said[] {
  const targetsOf = (kind: string): readonly Field[] =>
    fieldsWithin(root, `spec.metrics.*.${kind}.target`).filter(({ isSet, isUnknown }) => isSet && !isUnknown);
  const all = Object.keys(METRICS).flatMap(targetsOf);
  const wrong = Object.entries(METRICS).flatMap(([kind, { anyOf, isOne }]) =>
    targetsOf(kind).flatMap((target) => {
      const count = anyOf.filter((key) => target.reach(key).isSet).length;
      const allowed = anyOf.join(" or ");
      return [
        ...(count === 0 ? [{ field: target, says: `has a target of a ${kind} metric, which needs ${allowed}` }] : []),
        ...(isOne && count > 1
          ? [{ field: target, says: `has a target of a ${kind} metric, which may have ${allowed}, and not both` }]
          : []),
      ];
    }),
  );
  const mismatched = fieldsWithin(root, "spec.metrics.*").flatMap((metric) => {
    const type = metric.reach("type").text ?? "";
    const key = `${type.charAt(0).toLowerCase()}${type.slice(1)}`;
    return key in METRICS && !metric.reach(key).isSet
      ? [{ field: metric, says: `has a metric of type ${type}, which needs ${key}` }]
      : [];
  });
  const useless = all
    .map((target) => target.reach("averageUtilization"))
    .filter(({ number }) => number !== undefined && number < 1)
    .map((field) => ({ field, says: `has averageUtilization ${field.shown}, and must have more than 0` }));
  return [...mismatched, ...wrong, ...useless];
}

function backends(root: Field): readonly Said[] {
  const all = fieldsWithin(root, "spec.rules.*.http.paths.*.backend");
  const named = all
    .map((backend) => backend.reach("service.port"))
    .filter((port) => port.reach("name").isSet && port.reach("number").isSet)
    .map((field) => ({ field, says: "has name and number of one port, and may have one of them" }));
  const both = all
    .filter((backend) => backend.reach("service").isSet && backend.reach("resource").isSet)
    .map((field) => ({ field, says: "has service and resource in one backend, and may have one of them" }));
  return [...named, ...both];
}

function job(spec: Field): readonly Said[] {
  const [mode, selector] = [spec.reach("completionMode"), spec.reach("selector")];
  return [
    ...(mode.text === "Indexed" && !spec.reach("completions").isSet
      ? [{ field: mode, says: "has completionMode Indexed, which needs completions" }]
      : []),
    ...(isSelecting(selector) && spec.reach("manualSelector").flag !== true
      ? [{ field: selector, says: "has a selector, which a Job makes for itself unless manualSelector is true" }]
      : []),
  ];
}

/** Whether a selector asks for anything. */
function isSelecting(selector: Field): boolean {
  return (
    selector.isSet &&
    ["matchLabels", "matchExpressions"].some((key) => {
      const { value } = selector.reach(key);
      return value !== null && typeof value === "object" && Object.keys(value).length > 0;
    })
  );
}

function limits(root: Field): readonly Said[] {
  return fieldsWithin(root, "spec.limits.*").flatMap((limit) => notAbove(limit, "min", "max"));
}

/** Of each resource, what is asked for at least is not above what is allowed at most. */
function notAbove(holder: Field, least: string, most: string): readonly Said[] {
  return holder.reach(least).entries.flatMap(([name, field]) => {
    const highest = holder.reach(most).of(name);
    const [low, high] = [quantity(field.value), quantity(highest.value)];
    return low !== undefined && high !== undefined && low > high
      ? [{ field, says: `has ${least} ${field.shown} ${name}, more than its ${most} ${highest.shown}` }]
      : [];
  });
}

function volume(root: Field): readonly Said[] {
  const spec = root.of("spec");
  const sources = knownEntries(spec).filter(([key]) => !OF_VOLUME.includes(key));
  const isLocal = spec.reach("local").isSet;
  return [
    ...(spec.isSet && sources.length === 0
      ? [{ field: spec, says: "does not say where its data is: csi, nfs, local and so on" }]
      : []),
    ...(spec.reach("capacity.storage").isSet ? [] : [{ field: spec, says: "lacks capacity.storage, its size" }]),
    ...(isLocal && !spec.reach("nodeAffinity").isSet
      ? [{ field: spec, says: "is local and lacks nodeAffinity, which says on which node" }]
      : []),
  ];
}

/** Fields of a volume that say nothing of where its data is. */
const OF_VOLUME: readonly string[] = [
  "accessModes",
  "capacity",
  "claimRef",
  "mountOptions",
  "nodeAffinity",
  "persistentVolumeReclaimPolicy",
  "storageClassName",
  "volumeAttributesClassName",
  "volumeMode",
];

function dataSource(root: Field): readonly Said[] {
  const source = root.reach("spec.dataSource");
  const kind = source.reach("kind").text;
  return kind !== undefined && kind !== "PersistentVolumeClaim" && !source.reach("apiGroup").isSet
    ? [
        {
          field: source,
          says: `has dataSource ${kind} without apiGroup, which only a PersistentVolumeClaim has none of`,
        },
      ]
    : [];
}

/** The least is not above the most. */
function ordered(spec: Field, least: string, most: string): readonly Said[] {
  const [one, other] = [spec.reach(least), spec.reach(most)];
  return (one.number ?? 0) > (other.number ?? Infinity)
    ? [{ field: one, says: `has ${least} ${one.shown}, more than ${most} ${other.shown}` }]
    : [];
}

function idle(root: Field): readonly Said[] {
  const [idleCount, least] = [root.reach("spec.idleReplicaCount"), root.reach("spec.minReplicaCount")];
  return (idleCount.number ?? -1) >= (least.number ?? 0) && idleCount.isSet
    ? [{ field: idleCount, says: `has idleReplicaCount ${idleCount.shown}, which must be less than minReplicaCount` }]
    : [];
}

function tls(root: Field): readonly Said[] {
  const held = ["data", "stringData"].flatMap((key) => knownEntries(root.of(key))).map(([key]) => key);
  const missing = ["tls.crt", "tls.key"].filter((key) => !held.includes(key));
  return root.of("type").text === "kubernetes.io/tls" && missing.length > 0
    ? [{ field: root.of("type"), says: `is of type kubernetes.io/tls and lacks ${missing.join(" and ")}` }]
    : [];
}

function topologies(root: Field): readonly Said[] {
  return fieldsWithin(root, "allowedTopologies.*.matchLabelExpressions.*.values").flatMap((values) => {
    const texts = values.isUnknown ? [] : values.texts;
    const again = texts.find((text, index) => texts.indexOf(text) !== index);
    return again === undefined ? [] : [{ field: values, says: `names ${again} twice` }];
  });
}

function bounds(root: Field): readonly Said[] {
  return fieldsWithin(root, "spec.resourcePolicy.containerPolicies.*").flatMap((policy) =>
    notAbove(policy, "minAllowed", "maxAllowed"),
  );
}
