import { autoscalerWithoutTarget } from "../../../policy/rules/autoscaler-without-target";
import { ruleTest } from "../../support/rules";

ruleTest(autoscalerWithoutTarget, {
  valid: {
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
