import { mayHaveUnseenPods } from "../graph/budgets";
import { targetOf, targetReference, workloadKindOf } from "../graph/scaling";
import { defineRule, problem } from "./engine/rule";

/** An autoscaler of something that is not there recommends nothing, and says nothing. */
export const autoscalerWithoutTarget = defineRule({
  id: "autoscaler-without-target",
  severity: "medium",
  title: "An autoscaler's target is there",
  why: "An autoscaler whose target does not exist does nothing, for ever, without an error that anybody sees.",
  remediation:
    "Name kind and name of the workload in the same namespace: `targetRef: { apiVersion: apps/v1, kind: StatefulSet, name: db }`.",
  effort: { time: "minutes", why: "One reference." },
  outcome: "Recommendations appear.",
  url: "https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/quickstart.md",
  example: {
    wrong: `
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: { name: db }
spec: { targetRef: { kind: StatefulSet, name: dp } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: {}`,
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
    // Where none of the kind is to be seen, they are somewhere else, and so may be this one: autoscaler-target-unseen hints at it.
    const isComplete = kind !== undefined && graph.some(object, kind, () => true) && !mayHaveUnseenPods(object, graph);
    if (isComplete && targetOf(object, graph) === undefined) {
      yield problem(reference, `scales ${kind} ${reference.at("name").text ?? ""}, which is not in its namespace here`);
    }
  },
});
