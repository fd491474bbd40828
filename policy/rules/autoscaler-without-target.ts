import { mayHaveUnseenPods } from "../graph/budgets";
import { WORKLOAD_KINDS } from "../graph/kinds";
import { isOfKubernetes, targetOf, targetReference } from "../graph/scaling";
import { defineRule, problem } from "./engine/rule";
import type { ObjectGraph } from "../graph/graph";
import type { Kind } from "../graph/kinds";
import type { GraphObject } from "../graph/object";

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
    const kind = reference.at("kind").text ?? "";
    const isKnown = isOfKubernetes(reference) && (WORKLOAD_KINDS as readonly Kind[]).includes(kind as Kind);
    // Where none of the kind is to be seen, they are somewhere else, and so may be this one: autoscaler-target-unseen hints at it.
    const isComplete = isKnown && hasKind(object, kind as Kind, graph) && !mayHaveUnseenPods(object, graph);
    if (isComplete && targetOf(object, graph) === undefined) {
      yield problem(reference, `scales ${kind} ${reference.at("name").text ?? ""}, which is not in its namespace here`);
    }
  },
});

function hasKind(object: GraphObject, kind: Kind, graph: ObjectGraph): boolean {
  return graph.some(object, kind, () => true);
}
