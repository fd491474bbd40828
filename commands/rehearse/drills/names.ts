import { eventually, setSpec } from "./drill";
import type { ApiObject } from "../../../cluster/api-object";
import type { Drill, Stage } from "./drill";

/** Label by which slices name their Service. */
const SERVICE_LABEL = "kubernetes.io/service-name";

/** The governing Service: it exists, has no address of its own, and gives every pod a name. */
export const names: Drill = {
  id: "names",
  title: "A name for every pod",
  shows: "The governing Service is headless, and its endpoints hold every pod under the pod's own name.",
  run: async (stage) => {
    const { cluster, workload } = stage;
    const { serviceName = "" } = await setSpec<{ serviceName: string }>(stage);
    const service = await cluster.api.get("v1", "Service", serviceName, workload.namespace);
    if (service === undefined) {
      return {
        holds: false,
        says: `The set names Service ${serviceName}, and there is none: the pods have no names in DNS.`,
        advice: "Make a headless Service of that name, or correct serviceName.",
      };
    }
    if ((service["spec"] as { clusterIP?: string }).clusterIP !== "None") {
      return {
        holds: false,
        says: `Service ${serviceName} has an address of its own, and gives the pods no names.`,
        advice: "Set clusterIP: None. It cannot be changed: delete the Service and make it again.",
      };
    }
    const named = await untilNamed(stage, serviceName);
    return named === workload.replicas
      ? { holds: true, says: `All ${String(named)} pods are behind ${serviceName} under their own names.` }
      : {
          holds: false,
          says: `${String(named)} of ${String(workload.replicas)} pods are behind ${serviceName} under their own names.`,
          advice: "See that its selector is that of the set.",
        };
  },
};

/** Number of pods that have a name, once all have, or when the patience ends. */
async function untilNamed(stage: Stage, service: string): Promise<number> {
  const { cluster, patience, workload } = stage;
  let named = 0;
  await eventually({ ...stage, patience: patience / 6 }, async () => {
    const slices = await cluster.api.list("discovery.k8s.io/v1", "EndpointSlice", { namespace: workload.namespace });
    named = hostnames(slices.filter(({ metadata }) => metadata.labels?.[SERVICE_LABEL] === service)).size;
    return named >= workload.replicas;
  });
  return named;
}

function hostnames(slices: readonly ApiObject[]): ReadonlySet<string> {
  return new Set(
    slices.flatMap(({ endpoints }) =>
      ((endpoints ?? []) as readonly { hostname?: string }[]).flatMap(({ hostname }) => hostname ?? []),
    ),
  );
}
