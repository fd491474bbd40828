import { placeholder } from "./placeholder";
import { allContainers, podSpec, PROBES } from "../../../policy/graph/pods";
import type { Field, GraphObject } from "../../../policy/graph/object";
import type { Said } from "./said";

/** Numbers and pairs of fields that the API server refuses. Source: pkg/apis/{apps,autoscaling,batch,policy}/validation of Kubernetes */
export function badBounds(object: GraphObject): readonly Said[] {
  switch (object.kind) {
    case "PodDisruptionBudget":
      return bothBounds(object);
    case "HorizontalPodAutoscaler":
      return scalerBounds(object);
    default:
      return [];
  }
}

function bothBounds(object: GraphObject): readonly Said[] {
  const [least, most] = [object.root.reach("spec.minAvailable"), object.root.reach("spec.maxUnavailable")];
  return least.isSet && most.isSet
    ? [{ field: most, says: "has both minAvailable and maxUnavailable, and may have one of them" }]
    : [];
}

function scalerBounds(object: GraphObject): readonly Said[] {
  const [min, max] = [object.root.reach("spec.minReplicas"), object.root.reach("spec.maxReplicas")];
  if ((max.number ?? 1) < 1) {
    return [{ field: max, says: `has maxReplicas ${max.shown}, and must have at least 1` }];
  }
  return min.number !== undefined && max.number !== undefined && min.number > max.number
    ? [{ field: min, says: `has minReplicas ${min.shown}, above maxReplicas ${max.shown}` }]
    : [];
}

/** Numbers of pods, ways to restart and ports of probes that the API server refuses of a kind that makes pods. */
export function badPodBounds(object: GraphObject): readonly Said[] {
  const replicas = object.root.reach("spec.replicas");
  return [
    ...((replicas.number ?? 0) < 0
      ? [{ field: replicas, says: `has ${replicas.shown} replicas, and a number of pods is not negative` }]
      : []),
    ...restart(object),
    ...allContainers(object).flatMap(probePorts),
  ];
}

function restart(object: GraphObject): readonly Said[] {
  const policy = podSpec(object).of("restartPolicy");
  if (object.kind === "Pod" || !podSpec(object).isSet || placeholder(policy.text) !== undefined) {
    return [];
  }
  const isAlways = (policy.text ?? "Always") === "Always";
  if (object.kind === "Job" || object.kind === "CronJob") {
    return isAlways
      ? [{ field: policy, says: "must have restartPolicy OnFailure or Never, because its pods end" }]
      : [];
  }
  return isAlways
    ? []
    : [{ field: policy, says: `has restartPolicy ${policy.shown}, and its pods can have Always only` }];
}

/** Probes that name a port which the container does not have: the API server takes them, and the kubelet does not. */
function probePorts(container: Field): readonly Said[] {
  const names = new Set(container.at("ports").items.flatMap((port) => port.of("name").text ?? []));
  return PROBES.flatMap((probe) =>
    ["httpGet", "tcpSocket"].flatMap((action) => {
      const port = container.at(probe).reach(`${action}.port`);
      const { text } = port;
      return text === undefined || names.has(text) || /^\d+$/.test(text) || placeholder(text) !== undefined
        ? []
        : [{ field: port, says: `asks port ${text} in its ${probe}, and has no port of that name: it fails always` }];
    }),
  );
}
