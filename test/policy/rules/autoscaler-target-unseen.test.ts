import { autoscalerTargetUnseen } from "../../../policy/rules/autoscaler-target-unseen";
import { ruleTest } from "../../support/rules";

const hpa = (kind: string): string => `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec: { scaleTargetRef: { kind: ${kind}, name: db }, maxReplicas: 3 }`;

ruleTest(autoscalerTargetUnseen, {
  valid: {
    "a kind of an operator": hpa("Postgresql"),
    "another workload of the kind, which makes it a wrong name": `${hpa("StatefulSet")}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: other }`,
  },
  invalid: {
    "workloads of other kinds only": {
      yaml: `${hpa("StatefulSet")}
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }`,
      says: [/scales StatefulSet db, and no StatefulSet is here/],
    },
  },
});
