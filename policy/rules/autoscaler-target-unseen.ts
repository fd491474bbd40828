import { targetOf, targetReference, workloadKindOf } from "../graph/scaling";
import { defineRule, problem } from "./engine/rule";

/** An autoscaler apart from what it scales: nobody can see here whether that is there. */
export const autoscalerTargetUnseen = defineRule({
  id: "autoscaler-target-unseen",
  severity: "advisory",
  title: "An autoscaler stands beside what it scales",
  why: "Where the target is in other files, whether its name is right, whether a second autoscaler works on it, and whether its requests are set cannot be judged together.",
  remediation:
    "Judge both together, `gke-stateful analyze FOLDER`, or check that kind and name are those of a workload in the cluster.",
  effort: { time: "minutes", why: "One more path for the command." },
  outcome: "A wrong name is found before it does nothing for months.",
  url: "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/",
  example: {
    wrong: `
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: { name: db }
spec: { targetRef: { kind: StatefulSet, name: db } }`,
    right: `
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: { name: db }
spec: { targetRef: { kind: StatefulSet, name: db } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: {}`,
  },
  kinds: ["VerticalPodAutoscaler", "HorizontalPodAutoscaler"],
  scope: "graph",
  *check(object, graph) {
    const reference = targetReference(object);
    const kind = workloadKindOf(reference);
    const isMissing = kind !== undefined && targetOf(object, graph) === undefined;
    if (isMissing && !graph.some(object, kind, () => true)) {
      yield problem(reference, `scales ${kind} ${reference.at("name").text ?? ""}, and no ${kind} is here`);
    }
  },
});
