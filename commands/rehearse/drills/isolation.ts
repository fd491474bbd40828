import { mapsAt, valueAt } from "../../../policy/graph/value";
import { messageOf } from "../../../cluster/answer";
import type { ValueMap } from "../../../policy/graph/value";
import type { ApiObject } from "../../../cluster/api-object";
import type { Drill, Finding, Stage } from "./drill";

/** Refused by admission. */
const FORBIDDEN = 403;
const BOTH = ["Ingress", "Egress"] as const;

/** A pod that may do anything is refused where the workload lives, and network rules close its pods in both directions. */
export const isolation: Drill = {
  id: "isolation",
  title: "A pod that wants too much, and the rules of the network",
  shows:
    "The namespace refuses a privileged pod, and network rules close both directions for the pods of the workload.",
  run: async (stage) => {
    const open = BOTH.filter((direction) => !closedBy(stage, direction));
    if (stage.standIns.namespaces.includes(stage.workload.namespace)) {
      return judged(open, "What the namespace refuses is not the stack's doing");
    }
    const { body, status } = await stage.cluster.api.request(
      "POST",
      `/api/v1/namespaces/${stage.workload.namespace}/pods?dryRun=All`,
      PRIVILEGED,
    );
    if (status !== FORBIDDEN) {
      return {
        holds: false,
        says: `A privileged pod is let into namespace ${stage.workload.namespace}.`,
        advice: "Set namespace.podSecurity to restricted.",
      };
    }
    const message = messageOf({ body, status });
    if (!message.includes("PodSecurity")) {
      return {
        holds: false,
        says: `A privileged pod is refused, but not because of what it wants: ${message}`,
        advice: "Set namespace.podSecurity to restricted.",
      };
    }
    return judged(open, "A privileged pod is refused by Pod Security");
  },
};

function judged(open: readonly string[], first: string): Finding {
  return open.length === 0
    ? { holds: true, says: `${first}, and network rules close both directions.` }
    : {
        holds: false,
        says: `No network rule closes ${open.join(" and ").toLowerCase()} for the pods.`,
        advice: "Every workload of the program has such rules: see what took them out.",
      };
}

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

/** Whether a policy closes a direction for the workload's pods, and none only opens everything again. */
function closedBy({ workload }: Stage, direction: (typeof BOTH)[number]): boolean {
  const own = workload.networkRules.filter((spec) => typesOf(spec).includes(direction));
  return own.length > 0 && !own.some((spec) => rulesOf(spec, direction).some(isOpen));
}

/** Directions that a policy is about. @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#networkpolicyspec-v1-networking-k8s-io */
function typesOf(spec: ValueMap): readonly unknown[] {
  const types = valueAt(spec, "policyTypes");
  if (Array.isArray(types)) {
    return types as readonly unknown[];
  }
  return rulesOf(spec, "Egress").length > 0 ? BOTH : ["Ingress"];
}

function rulesOf(spec: ValueMap, direction: (typeof BOTH)[number]): readonly ValueMap[] {
  return mapsAt(spec, direction === "Ingress" ? "ingress" : "egress");
}

/** A rule without peers and ports lets everything through. */
function isOpen(rule: ValueMap): boolean {
  return ["from", "to", "ports"].every((key) => valueAt(rule, key) === undefined);
}
