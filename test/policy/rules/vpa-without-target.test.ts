import { vpaWithoutTarget } from "../../../policy/rules/vpa-without-target";
import { ruleTest } from "../../support/rules";

ruleTest(vpaWithoutTarget, {
  valid: {
    "a kind of an operator": `
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: { name: db }
spec: { targetRef: { kind: Postgresql, name: db } }`,
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
kind: Deployment
metadata: { name: db }`,
      says: [/scales StatefulSet db, which is not in its namespace here/],
    },
  },
});
