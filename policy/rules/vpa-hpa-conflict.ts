import { scalersOf, targetOf, targetReference } from "../graph/scaling";
import { defineRule, problem } from "./engine/rule";
import type { ObjectGraph } from "../graph/graph";
import type { GraphObject } from "../graph/object";

const EVERY_CONTAINER = "*";
const DEFAULT_CONTROLLED = ["cpu", "memory"];

/** Two autoscalers on one metric chase each other. */
export const vpaHpaConflict = defineRule({
  id: "vpa-hpa-conflict",
  severity: "high",
  title: "Vertical and horizontal autoscaler do not act on one metric",
  why: "One makes pods larger because they are busy, the other makes more of them; each undoes what the other measured. Pods are evicted without an end.",
  remediation:
    'Set the VerticalPodAutoscaler to `updateMode: "Off"`, or keep it off that metric: `containerPolicies: [{ containerName: "*", controlledResources: [memory] }]` beside an autoscaler on CPU.',
  effort: { time: "minutes", why: "One field that may be changed in place." },
  outcome: "Each metric has one autoscaler.",
  url: "https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/known-limitations.md",
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: {}
---
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: { name: db }
spec: { targetRef: { kind: StatefulSet, name: db }, updatePolicy: { updateMode: Recreate } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec:
  scaleTargetRef: { kind: StatefulSet, name: db }
  maxReplicas: 5
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 60 } } }]`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: {}
---
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: { name: db }
spec: { targetRef: { kind: StatefulSet, name: db }, updatePolicy: { updateMode: "Off" } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec:
  scaleTargetRef: { kind: StatefulSet, name: db }
  maxReplicas: 5
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 60 } } }]`,
  },
  kinds: ["VerticalPodAutoscaler"],
  scope: "graph",
  *check(object, graph) {
    const mode = object.at("spec.updatePolicy.updateMode");
    if (mode.text === "Off") {
      return;
    }
    const target = targetOf(object, graph);
    const scalers = target === undefined ? scalersOfUnseen(object, graph) : scalersOf(target, graph);
    const controlled = controlledBy(object);
    for (const scaler of scalers) {
      const both = metricsOf(scaler).filter((metric) => controlled.includes(metric));
      if (both.length > 0) {
        const what = target?.title ?? `${showTarget(object)}, which is not here`;
        yield problem(mode, `changes ${both.join(" and ")} of ${what}, and ${scaler.title} scales by it`);
      }
    }
  },
});

/** Horizontal autoscalers that name the same target, where that is not among the objects. */
function scalersOfUnseen(autoscaler: GraphObject, graph: ObjectGraph): readonly GraphObject[] {
  const own = showTarget(autoscaler);
  const isSame = (scaler: GraphObject): boolean => showTarget(scaler) === own;
  return graph.some(autoscaler, "HorizontalPodAutoscaler", isSame)
    ? graph.near(autoscaler, "HorizontalPodAutoscaler").filter(isSame)
    : [];
}

/** `StatefulSet db`, as an autoscaler names what it scales. */
function showTarget(autoscaler: GraphObject): string {
  const reference = targetReference(autoscaler);
  return `${reference.at("kind").text ?? ""} ${reference.at("name").text ?? ""}`;
}

function controlledBy(autoscaler: GraphObject): readonly string[] {
  const policies = autoscaler.at("spec.resourcePolicy.containerPolicies").items;
  const active = policies.filter((policy) => policy.at("mode").text !== "Off");
  // Containers without a policy of their own keep the defaults.
  const others = policies.some((policy) => policy.at("containerName").text === EVERY_CONTAINER)
    ? []
    : DEFAULT_CONTROLLED;
  const named = active.flatMap((policy) =>
    policy.at("controlledResources").isSet ? policy.at("controlledResources").texts : DEFAULT_CONTROLLED,
  );
  return [...new Set([...others, ...named])];
}

/** Resource metrics by which a horizontal autoscaler scales: CPU where it names none. */
function metricsOf(scaler: GraphObject): readonly string[] {
  if (scaler.kind === "ScaledObject") {
    return scaler.at("spec.triggers").items.flatMap((trigger) => trigger.at("type").text ?? []);
  }
  const metrics = scaler.at("spec.metrics").items;
  return metrics.length === 0
    ? ["cpu"]
    : metrics.flatMap((metric) => metric.at("resource.name").text ?? metric.at("containerResource.name").text ?? []);
}
