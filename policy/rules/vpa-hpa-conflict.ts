import { scalersOf, targetOf, targetReference } from "../graph/scaling";
import { defineRule, problem } from "./engine/rule";
import type { ObjectGraph } from "../graph/graph";
import type { Field, GraphObject } from "../graph/object";

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
    for (const scaler of scalers) {
      const both = metricsOf(scaler)
        .filter(({ container, name }) => controlledBy(object, container).includes(name))
        .map(({ name }) => name);
      if (both.length > 0) {
        const what = target?.title ?? `${showTarget(object)}, which is not here`;
        yield problem(mode, `changes ${[...new Set(both)].join(" and ")} of ${what}, and ${scaler.title} scales by it`);
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

/** What it sizes of a container, or of any where none is named. */
function controlledBy(autoscaler: GraphObject, container: string | undefined): readonly string[] {
  const policies = autoscaler.at("spec.resourcePolicy.containerPolicies").items;
  const policyOf = (name: string): Field | undefined =>
    policies.find((policy) => policy.at("containerName").text === name);
  const everyOther = policyOf(EVERY_CONTAINER);
  if (container !== undefined) {
    return sizedBy(policyOf(container) ?? everyOther);
  }
  // Containers without a policy of their own keep the defaults.
  const others = everyOther === undefined ? DEFAULT_CONTROLLED : [];
  return [...new Set([...others, ...policies.flatMap(sizedBy)])];
}

function sizedBy(policy: Field | undefined): readonly string[] {
  if (policy?.at("mode").text === "Off") {
    return [];
  }
  return policy?.at("controlledResources").isSet === true ? policy.at("controlledResources").texts : DEFAULT_CONTROLLED;
}

/** A resource by which a horizontal autoscaler scales, of one container or of all. */
interface Metric {
  readonly name: string;
  readonly container?: string | undefined;
}

/** Resource metrics by which a horizontal autoscaler scales: CPU where it names none. */
function metricsOf(scaler: GraphObject): readonly Metric[] {
  if (scaler.kind === "ScaledObject") {
    return scaler.at("spec.triggers").items.map((trigger) => ({ name: trigger.at("type").text ?? "" }));
  }
  const metrics = scaler.at("spec.metrics").items;
  return metrics.length === 0 ? [{ name: "cpu" }] : metrics.map(metricOf);
}

function metricOf(metric: Field): Metric {
  const one = metric.at("containerResource");
  return one.isSet
    ? { name: one.at("name").text ?? "", container: one.at("container").text }
    : { name: metric.at("resource.name").text ?? "" };
}
