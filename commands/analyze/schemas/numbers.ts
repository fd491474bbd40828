import { quantity } from "../../../policy/facts/quantities";
import { allContainers, podSpec, PROBES } from "../../../policy/graph/pods";
import { fieldsWithin } from "./within";
import { entryOf } from "../../../policy/facts/entry";
import type { Field, GraphObject } from "../../../policy/graph/object";
import type { Said } from "./said";

/** The least and the most of a number, by its path. */
type Bounds = Readonly<Record<string, readonly [least: number, most?: number]>>;

const PORT = [1, 65_535] as const;

const OF_JOB: Bounds = {
  "spec.parallelism": [0],
  "spec.completions": [0],
  "spec.backoffLimit": [0],
  "spec.ttlSecondsAfterFinished": [0],
};

/** Numbers that the API server takes, by kind. Source: pkg/apis/{apps,batch,core,scheduling}/validation of Kubernetes */
const OF_KIND: Readonly<Record<string, Bounds>> = {
  StatefulSet: {
    "spec.minReadySeconds": [0],
    "spec.revisionHistoryLimit": [0],
    "spec.updateStrategy.rollingUpdate.partition": [0],
    "spec.ordinals.start": [0],
  },
  Deployment: { "spec.minReadySeconds": [0], "spec.revisionHistoryLimit": [0], "spec.progressDeadlineSeconds": [0] },
  HorizontalPodAutoscaler: {
    "spec.minReplicas": [0],
    "spec.behavior.scaleUp.stabilizationWindowSeconds": [0, 3600],
    "spec.behavior.scaleDown.stabilizationWindowSeconds": [0, 3600],
  },
  Job: OF_JOB,
  NetworkPolicy: { "spec.ingress.*.ports.*.port": PORT, "spec.egress.*.ports.*.port": PORT },
  CronJob: {
    ...Object.fromEntries(
      Object.entries(OF_JOB).map(([path, least]) => [path.replace("spec.", "spec.jobTemplate.spec."), least]),
    ),
    "spec.startingDeadlineSeconds": [0],
    "spec.successfulJobsHistoryLimit": [0],
    "spec.failedJobsHistoryLimit": [0],
  },
  Service: {
    "spec.ports.*.port": PORT,
    "spec.ports.*.targetPort": [0, PORT[1]],
    "spec.ports.*.nodePort": [0, PORT[1]],
  },
};
const OF_POD: Bounds = {
  activeDeadlineSeconds: [1],
  "topologySpreadConstraints.*.maxSkew": [1],
  "topologySpreadConstraints.*.minDomains": [1],
  "affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution.*.weight": [1, 100],
  "affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution.*.weight": [1, 100],
  "affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution.*.weight": [1, 100],
};
const OF_PROBE: Bounds = {
  initialDelaySeconds: [0],
  periodSeconds: [0],
  timeoutSeconds: [0],
  successThreshold: [0],
  failureThreshold: [0],
};
const OF_CONTAINER: Bounds = {
  "ports.*.containerPort": PORT,
  "ports.*.hostPort": [0, PORT[1]],
  ...Object.fromEntries(
    PROBES.flatMap((probe) => Object.entries(OF_PROBE).map(([key, bounds]) => [`${probe}.${key}`, bounds])),
  ),
};

/** Most that a priority of one's own may be: what is above is for the cluster. Source: pkg/apis/scheduling of Kubernetes */
const HIGHEST_PRIORITY = 1_000_000_000;
/** Names of the cluster's own priorities. */
const OF_CLUSTER = "system-";

/** Numbers that the API server does not take. */
export function badNumbers(object: GraphObject): readonly Said[] {
  return [
    ...outside(object.root, entryOf(OF_KIND, object.facts.kindName) ?? {}),
    ...(object.facts.kindName === "PodDisruptionBudget" ? shares(object.root) : []),
    ...(object.facts.kindName === "PriorityClass" ? priority(object) : []),
    ...(object.facts.kindName === "PersistentVolumeClaim" ? sizes(object.root) : []),
    ...fieldsWithin(object.root, "spec.volumeClaimTemplates.*").flatMap(sizes),
  ];
}

/** Numbers of pods and containers that the API server does not take. */
export function badPodNumbers(object: GraphObject): readonly Said[] {
  return [
    ...outside(podSpec(object), OF_POD),
    ...allContainers(object).flatMap((container) => [...outside(container, OF_CONTAINER), ...once(container)]),
  ];
}

function outside(root: Field, bounds: Bounds): readonly Said[] {
  return Object.entries(bounds).flatMap(([path, [least, most = Infinity]]) =>
    fieldsWithin(root, path)
      .filter(({ number }) => number !== undefined && (number < least || number > most))
      .map((field) => ({
        field,
        says: `has ${field.path} ${field.shown}, and may have ${most === Infinity ? `${String(least)} or more` : `${String(least)} to ${String(most)}`}`,
      })),
  );
}

/** A probe that ends something succeeds at once. */
function once(container: Field): readonly Said[] {
  return ["livenessProbe", "startupProbe"].flatMap((probe) => {
    const field = container.reach(`${probe}.successThreshold`);
    return (field.number ?? 1) > 1
      ? [{ field, says: `has successThreshold ${field.shown} in its ${probe}, which must be 1` }]
      : [];
  });
}

function shares(root: Field): readonly Said[] {
  return ["minAvailable", "maxUnavailable"].flatMap((key) => {
    const field = root.reach(`spec.${key}`);
    const share = /^(\d+)%$/.exec(field.text ?? "")?.[1];
    return Number(share ?? 0) > 100 || (field.number ?? 0) < 0
      ? [{ field, says: `has ${key} ${field.shown}, and may have 0 or more pods, or 0% to 100%` }]
      : [];
  });
}

function priority(object: GraphObject): readonly Said[] {
  const field = object.root.of("value");
  return (field.number ?? 0) > HIGHEST_PRIORITY && object.name?.startsWith(OF_CLUSTER) !== true
    ? [{ field, says: `has value ${field.shown}, and may have ${String(HIGHEST_PRIORITY)} at most` }]
    : [];
}

/** A claim of nothing is refused, be it written or made from a template. */
function sizes(claim: Field): readonly Said[] {
  const field = claim.reach("spec.resources.requests.storage");
  return field.isSet && (quantity(field.value) ?? 1) <= 0
    ? [{ field, says: `asks for ${field.shown} storage, and must ask for more than nothing` }]
    : [];
}
