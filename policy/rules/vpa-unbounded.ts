import { defineRule, problem } from "./engine/rule";

/** A recommendation without bounds can be larger than any node. */
export const vpaUnbounded = defineRule({
  id: "vpa-unbounded",
  severity: "low",
  title: "A vertical autoscaler has bounds",
  why: "Without maxAllowed a peak leads to a size that no node has, and the pod waits; without minAllowed a quiet night leads to one in which it cannot start.",
  remediation:
    'Set `resourcePolicy: { containerPolicies: [{ containerName: "*", minAllowed: { cpu: 250m, memory: 512Mi }, maxAllowed: { cpu: "4", memory: 8Gi } }] }`.',
  effort: { time: "minutes", why: "Four numbers." },
  outcome: "Every size that is recommended fits a node.",
  url: "https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/features.md",
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
spec:
  targetRef: { kind: StatefulSet, name: db }
  resourcePolicy:
    containerPolicies:
      - { containerName: "*", minAllowed: { cpu: 250m, memory: 512Mi }, maxAllowed: { cpu: "4", memory: 8Gi } }`,
  },
  kinds: ["VerticalPodAutoscaler"],
  scope: "object",
  *check(object) {
    const policies = object.at("spec.resourcePolicy.containerPolicies");
    const active = policies.items.filter((policy) => policy.at("mode").text !== "Off");
    const unbounded = active.filter((policy) => !policy.at("minAllowed").isSet || !policy.at("maxAllowed").isSet);
    // A policy for one container that is left alone says nothing about the others.
    const saysSomething = active.length > 0 || policies.items.some((policy) => policy.at("containerName").text === "*");
    if (!saysSomething || unbounded.length > 0) {
      yield problem(policies, "has no minAllowed and maxAllowed for every container");
    }
  },
});
