import { setting } from "./engine/patch";
import { defineRule, problem } from "./engine/rule";

const DEPRECATED = "Auto";

/** Auto is deprecated, and evicts pods whenever it likes another size better. */
export const vpaAuto = defineRule({
  id: "vpa-auto",
  severity: "medium",
  title: "A vertical autoscaler says how it may change pods",
  why: "updateMode Auto, the default, is deprecated and means Recreate: pods are evicted to get another size. Each eviction of a data service is a failover.",
  remediation:
    'Set `updatePolicy: { updateMode: "Off" }` to get recommendations only, Initial to apply them at the next start, or InPlaceOrRecreate where evictions do no harm.',
  effort: { time: "minutes", why: "One field that may be changed in place." },
  outcome: "Pods change size when you decide it.",
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
spec: { targetRef: { kind: StatefulSet, name: db }, updatePolicy: { updateMode: "Off" } }`,
  },
  kinds: ["VerticalPodAutoscaler"],
  scope: "object",
  *check(object) {
    const field = object.at("spec.updatePolicy.updateMode");
    if ((field.text ?? DEPRECATED) === DEPRECATED) {
      const says = `has updatePolicy.updateMode ${field.text ?? "not set, which is Auto"}`;
      yield problem(field, says, setting(field, "Off"));
    }
  },
});
