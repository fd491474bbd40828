import { mayHaveUnseenPods } from "../graph/budgets";
import { groupOf, WORKLOAD_KINDS } from "../graph/kinds";
import { OWN_GROUPS, targetOf, targetReference, workloadKindOf } from "../graph/scaling";
import { defineRule, problem } from "./engine/rule";
import type { Field, GraphObject } from "../graph/object";

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
    const fault = faultOf(reference, object);
    if (fault !== undefined) {
      yield problem(reference, fault);
      return;
    }
    const kind = workloadKindOf(reference);
    // Where none of the kind is to be seen, they are somewhere else, and so may be this one: autoscaler-target-unseen hints at it.
    const isComplete = kind !== undefined && graph.some(object, kind, () => true) && !mayHaveUnseenPods(object, graph);
    if (isComplete && targetOf(object, graph) === undefined) {
      yield problem(reference, `scales ${kind} ${reference.at("name").text ?? ""}, which is not in its namespace here`);
    }
  },
});

/** Kinds that a horizontal autoscaler cannot scale: they have no number of pods that somebody sets. */
const WITHOUT_SCALE: readonly string[] = ["CronJob", "DaemonSet", "Job", "Pod"];
/** Group that has no workloads any more since Kubernetes 1.16. Autoscalers look for kinds by group. */
const GONE_GROUP = "extensions";

/** Why a reference leads nowhere, whatever there is; undefined where it may lead somewhere. */
function faultOf(reference: Field, autoscaler: GraphObject): string | undefined {
  const [kind, group] = [reference.at("kind").shown, groupOf(reference.at("apiVersion").shown)];
  const meant = OWN_GROUPS.includes(group)
    ? WORKLOAD_KINDS.find((one) => one.toLowerCase() === kind.toLowerCase())
    : undefined;
  if (meant === undefined) {
    return undefined;
  }
  if (meant !== kind) {
    return `scales kind ${kind}, which does not exist: it is ${meant}`;
  }
  if (group === GONE_GROUP) {
    return `scales ${kind} of ${reference.at("apiVersion").shown}, where there is none any more: it is apps/v1`;
  }
  return autoscaler.kind === "HorizontalPodAutoscaler" && WITHOUT_SCALE.includes(kind)
    ? `scales ${kind} ${reference.at("name").shown}, and a ${kind} has no replicas to scale`
    : undefined;
}
