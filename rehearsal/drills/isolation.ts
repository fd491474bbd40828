import { mapAt, mapsAt, valueAt } from "../../policy/graph/value";
import type { ApiObject } from "../api";
import type { Drill, Stage } from "./drill";

/** Refused by admission. */
const FORBIDDEN = 403;
const BOTH = ["Ingress", "Egress"] as const;

/** A pod that may do anything is refused where the workload lives, and network rules close its pods in both directions. */
export const isolation: Drill = {
  id: "isolation",
  title: "A pod that wants too much, and the rules of the network",
  shows:
    "The namespace refuses a privileged pod, and network rules close both directions for the pods of the workload.",
  unfit: ({ manifests }) =>
    manifests.some(({ object }) => object["kind"] === "Namespace")
      ? undefined
      : "The stack does not make its namespace, so what that refuses is not its doing.",
  run: async (stage) => {
    const { body, status } = await stage.cluster.api.request(
      "POST",
      `/api/v1/namespaces/${stage.workload.namespace}/pods?dryRun=All`,
      PRIVILEGED,
    );
    const open = BOTH.filter((direction) => !closedBy(stage, direction));
    if (status !== FORBIDDEN) {
      return {
        holds: false,
        says: `A privileged pod is let into namespace ${stage.workload.namespace}.`,
        advice: "Set namespace.podSecurity to restricted.",
      };
    }
    const reason = String(body["message"]).includes("PodSecurity") ? "Pod Security" : "admission";
    return open.length === 0
      ? {
          holds: true,
          says: `A privileged pod is refused by ${reason}, and both directions are closed by network rules.`,
        }
      : {
          holds: false,
          says: `No network rule closes ${open.join(" and ").toLowerCase()} for the pods.`,
          advice: "Every workload of the program has such rules: see what took them out.",
        };
  },
};

const PRIVILEGED: ApiObject = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "rehearsal-privileged" },
  spec: {
    containers: [
      {
        name: "root",
        image: "registry.invalid/rehearsal/any:0",
        securityContext: { privileged: true },
        // What a quota asks for, so that nothing else refuses it first.
        resources: { requests: { cpu: "1m", memory: "1Mi" }, limits: { cpu: "1m", memory: "1Mi" } },
      },
    ],
  },
};

/** Whether a policy that selects the workload's pods by plain labels is about a direction. */
function closedBy({ manifests, workload }: Stage, direction: (typeof BOTH)[number]): boolean {
  return manifests
    .filter(({ object }) => object["kind"] === "NetworkPolicy")
    .map(({ object }) => mapAt(object, "spec"))
    .some((spec) => {
      const selector = mapAt(spec, "podSelector");
      const wanted = Object.entries(mapAt(selector, "matchLabels"));
      const types = valueAt(spec, "policyTypes");
      return (
        mapsAt(selector, "matchExpressions").length === 0 &&
        wanted.every(([key, value]) => workload.labels[key] === value) &&
        Array.isArray(types) &&
        (types as readonly unknown[]).includes(direction)
      );
    });
}
