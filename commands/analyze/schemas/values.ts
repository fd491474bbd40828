import { allContainers, podSpec, PROBES } from "../../../policy/graph/pods";
import { placeholder } from "./placeholder";
import { fieldsWithin } from "./within";
import { entryOf } from "../../../policy/facts/entry";
import type { Field, GraphObject } from "../../../policy/graph/object";
import type { Said } from "./said";

/** Values that a field may have, by its path. */
type Values = Readonly<Record<string, readonly string[]>>;

const KEEP_OR_DELETE = ["Retain", "Delete"];
const ACCESS_MODES = ["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"];
const PROTOCOLS = ["TCP", "UDP", "SCTP"];
const CLAIM: Values = { "spec.accessModes.*": ACCESS_MODES, "spec.volumeMode": ["Filesystem", "Block"] };

/**
 * Values that the API server takes, by kind. The schema knows their type only.
 * Source: pkg/apis/{apps,batch,core,networking,policy,storage}/validation of Kubernetes
 */
const OF_KIND: Readonly<Record<string, Values>> = {
  StatefulSet: {
    "spec.podManagementPolicy": ["OrderedReady", "Parallel"],
    "spec.updateStrategy.type": ["RollingUpdate", "OnDelete"],
    "spec.persistentVolumeClaimRetentionPolicy.whenDeleted": KEEP_OR_DELETE,
    "spec.persistentVolumeClaimRetentionPolicy.whenScaled": KEEP_OR_DELETE,
    ...Object.fromEntries(
      Object.entries(CLAIM).map(([path, allowed]) => [`spec.volumeClaimTemplates.*.${path}`, allowed]),
    ),
  },
  Deployment: { "spec.strategy.type": ["RollingUpdate", "Recreate"] },
  DaemonSet: { "spec.updateStrategy.type": ["RollingUpdate", "OnDelete"] },
  CronJob: { "spec.concurrencyPolicy": ["Allow", "Forbid", "Replace"] },
  Job: { "spec.completionMode": ["NonIndexed", "Indexed"] },
  Service: {
    "spec.type": ["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"],
    "spec.ports.*.protocol": PROTOCOLS,
    "spec.externalTrafficPolicy": ["Cluster", "Local"],
    "spec.internalTrafficPolicy": ["Cluster", "Local"],
    "spec.sessionAffinity": ["None", "ClientIP"],
  },
  NetworkPolicy: {
    "spec.policyTypes.*": ["Ingress", "Egress"],
    "spec.ingress.*.ports.*.protocol": PROTOCOLS,
    "spec.egress.*.ports.*.protocol": PROTOCOLS,
  },
  PodDisruptionBudget: { "spec.unhealthyPodEvictionPolicy": ["IfHealthyBudget", "AlwaysAllow"] },
  PersistentVolumeClaim: CLAIM,
  PersistentVolume: {
    "spec.accessModes.*": ACCESS_MODES,
    "spec.persistentVolumeReclaimPolicy": ["Retain", "Recycle", "Delete"],
    "spec.volumeMode": ["Filesystem", "Block"],
  },
  StorageClass: { volumeBindingMode: ["Immediate", "WaitForFirstConsumer"], reclaimPolicy: KEEP_OR_DELETE },
  PriorityClass: { preemptionPolicy: ["PreemptLowerPriority", "Never"] },
};

const EFFECTS = ["NoSchedule", "PreferNoSchedule", "NoExecute"];
const OF_POD: Values = {
  restartPolicy: ["Always", "OnFailure", "Never"],
  dnsPolicy: ["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"],
  "tolerations.*.effect": EFFECTS,
  "topologySpreadConstraints.*.whenUnsatisfiable": ["DoNotSchedule", "ScheduleAnyway"],
  "securityContext.fsGroupChangePolicy": ["OnRootMismatch", "Always"],
  "securityContext.seccompProfile.type": ["RuntimeDefault", "Unconfined", "Localhost"],
};
const OF_CONTAINER: Values = {
  imagePullPolicy: ["Always", "IfNotPresent", "Never"],
  terminationMessagePolicy: ["File", "FallbackToLogsOnError"],
  ...Object.fromEntries(PROBES.map((probe) => [`${probe}.httpGet.scheme`, ["HTTP", "HTTPS"]])),
  "ports.*.protocol": PROTOCOLS,
  "securityContext.seccompProfile.type": ["RuntimeDefault", "Unconfined", "Localhost"],
};

/** Fields of a pod that a variable can hold; labels and annotations by name besides. Source: pkg/apis/core/validation of Kubernetes */
const POD_FIELDS =
  /^(?:metadata\.(?:name|namespace|uid|(?:labels|annotations)\['.+'\])|spec\.(?:nodeName|serviceAccountName|host)|status\.(?:host|pod)IPs?)$/;

/** Values that the API server does not know. */
export function badValues(object: GraphObject): readonly Said[] {
  return notAmong(object.root, entryOf(OF_KIND, object.facts.kindName) ?? {});
}

/** Values of pods and containers that the API server does not know. */
export function badPodValues(object: GraphObject): readonly Said[] {
  return [
    ...notAmong(podSpec(object), OF_POD),
    ...allContainers(object).flatMap((container) => [...notAmong(container, OF_CONTAINER), ...fieldPaths(container)]),
  ];
}

function notAmong(root: Field, values: Values): readonly Said[] {
  return Object.entries(values).flatMap(([path, allowed]) =>
    fieldsWithin(root, path)
      .filter(
        ({ text }) => text !== undefined && text !== "" && !allowed.includes(text) && placeholder(text) === undefined,
      )
      .map((field) => ({ field, says: `has ${field.path} ${field.shown}, and may have ${allowed.join(", ")}` })),
  );
}

function fieldPaths(container: Field): readonly Said[] {
  return fieldsWithin(container, "env.*.valueFrom.fieldRef.fieldPath")
    .filter(({ text }) => text !== undefined && !POD_FIELDS.test(text) && placeholder(text) === undefined)
    .map((field) => ({ field, says: `asks for ${field.shown}, which is no field of a pod that a variable can hold` }));
}
