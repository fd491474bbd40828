import { setting } from "./engine/patch";
import { defineRule, problem } from "./engine/rule";

/** A pod that never gets ready counts against the budget, and so blocks the drain that could cure it. */
export const unhealthyPodsBlockDrain = defineRule({
  id: "unhealthy-pods-block-drain",
  severity: "medium",
  title: "Pods that are not ready may be drained",
  why: "By default a budget also protects pods that are not ready while too few are. One crash loop then blocks every node upgrade.",
  remediation: "Set `spec.unhealthyPodEvictionPolicy: AlwaysAllow` on the PodDisruptionBudget.",
  effort: { time: "minutes", why: "One field that may be changed in place." },
  outcome: "A broken pod does not stop an upgrade; healthy ones stay protected.",
  url: "https://kubernetes.io/docs/tasks/run-application/configure-pdb/#unhealthy-pod-eviction-policy",
  example: {
    wrong: `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: db } } }`,
    right: `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: AlwaysAllow, selector: { matchLabels: { app: db } } }`,
  },
  kinds: ["PodDisruptionBudget"],
  scope: "object",
  remedy: () => ({ "spec.unhealthyPodEvictionPolicy": "AlwaysAllow" }),
  *check(object) {
    const field = object.at("spec.unhealthyPodEvictionPolicy");
    if (field.text !== "AlwaysAllow") {
      const value = field.text ?? "not set, which is IfHealthyBudget";
      yield problem(field, `has unhealthyPodEvictionPolicy ${value}`, setting(field, "AlwaysAllow"));
    }
  },
});
