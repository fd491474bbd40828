import { autoscalerWithoutTarget } from "../../../policy/rules/autoscaler-without-target";
import { ruleTest } from "../../support/rules";

ruleTest(autoscalerWithoutTarget, {
  valid: {
    "a version that is gone, of a group that is there": `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec: { scaleTargetRef: { apiVersion: apps/v1beta2, kind: StatefulSet, name: db }, maxReplicas: 5 }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: {}`,
    "a kind of somebody else": `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec: { scaleTargetRef: { apiVersion: example.com/v1, kind: Statefulset, name: db }, maxReplicas: 5 }`,
    "a StatefulSet of another group": `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec: { scaleTargetRef: { apiVersion: apps.kruise.io/v1beta1, kind: StatefulSet, name: db }, maxReplicas: 3 }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: other }`,
    "a kind of an operator": `
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: { name: db }
spec: { targetRef: { kind: Postgresql, name: db } }`,
    "an autoscaler without any workload of the kind": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec: { scaleTargetRef: { kind: StatefulSet, name: db }, maxReplicas: 3 }`,
    "autoscalers without any workload": `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec: { scaleTargetRef: { kind: StatefulSet, name: db }, maxReplicas: 3 }`,
  },
  invalid: {
    "references that lead nowhere, whatever there is": {
      yaml: ["apps/v1, kind: Statefulset", "apps/v1, kind: DaemonSet", "extensions/v1beta1, kind: Deployment"]
        .map(
          (reference, index) => `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: a-${String(index)} }
spec: { scaleTargetRef: { apiVersion: ${reference}, name: db }, maxReplicas: 5 }`,
        )
        .join("\n---"),
      says: [
        /scales kind Statefulset, which does not exist: it is StatefulSet/,
        /scales DaemonSet db, and a DaemonSet has no replicas to scale/,
        /scales Deployment of extensions\/v1beta1, where there is none any more/,
      ],
    },
    "a horizontal one": {
      yaml: `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec: { scaleTargetRef: { kind: StatefulSet, name: db }, maxReplicas: 3 }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: other }`,
      says: [/scales StatefulSet db, which is not in its namespace here/],
    },
  },
});
