import { vpaUnbounded } from "../../../policy/rules/vpa-unbounded";
import { ruleTest } from "../../support/rules";

ruleTest(vpaUnbounded, {
  valid: {
    "a container that is left alone": `
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: { name: db }
spec: { targetRef: { kind: StatefulSet, name: db }, resourcePolicy: { containerPolicies: [{ containerName: a, mode: "Off" }, { containerName: "*", minAllowed: { cpu: 1 }, maxAllowed: { cpu: 2 } }] } }`,
  },
  invalid: {
    "only one bound": {
      yaml: `
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: { name: db }
spec: { targetRef: { kind: StatefulSet, name: db }, resourcePolicy: { containerPolicies: [{ containerName: "*", maxAllowed: { cpu: 1 } }] } }`,
      says: [/has no minAllowed/],
    },
  },
});
