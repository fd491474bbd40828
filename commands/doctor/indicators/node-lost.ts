import { conditionOf, lengthOf, quoted } from "../case/quotes";
import { refOf } from "../case/ref";
import { isNodeReady } from "../case/nodes";
import { workloadPods } from "../case/pods";
import type { Case } from "../case/case";
import type { Node, Pod } from "../case/types";
import { kubectl, listMachine, outOfService } from "../finding";
import type { Indicator, Sign, Step } from "../finding";

/** Seconds that a node may be away, as it is in a restart. */
const GRACE = 60;

/** A node with pods of a workload that does not answer. */
export const nodeLost: Indicator = {
  id: "node-lost",
  title: "A node with pods of a workload does not answer",
  severity: "high",
  runbook: "docs/runbooks/alerts/StatefulSetReplicasMismatch.md",
  alerts: ["StatefulSetReplicasMismatch"],
  find: (the) => {
    const pods = Map.groupBy(workloadPods(the), ({ spec }) => spec.nodeName ?? "");
    return the.nodes.flatMap((node) => signOf(the, node, pods.get(node.metadata.name) ?? []) ?? []);
  },
};

const MOVES: Step = { says: "Its pods move by themselves once GKE has repaired or deleted it." };

function signOf(the: Case, node: Node, here: readonly Pod[]): Sign | undefined {
  const { name } = node.metadata;
  const { lastTransitionTime, message = "", status = "Unknown" } = conditionOf(node, "Ready") ?? {};
  const away = the.since(lastTransitionTime);
  if (isNodeReady(node) || here.length === 0 || away < GRACE) {
    return undefined;
  }
  const isSilent = status === "Unknown";
  return {
    cause: isSilent ? "not-heard" : "kubelet",
    subject: refOf(node),
    says: `Node ${name} is ${isSilent ? "not heard any more" : "not ready"}, with ${here.map(({ metadata }) => metadata.name).join(", ")} on it.`,
    evidence: [`Ready is ${status} for ${lengthOf(away)}: ${quoted(message)}`],
    next: [
      {
        says: "See whether the machine is there, and what it is doing.",
        command: listMachine(name),
      },
      ...(isSilent
        ? [MOVES, outOfService(name)]
        : [{ says: "See what its kubelet lacks.", command: kubectl("describe", node) }]),
    ],
  };
}
