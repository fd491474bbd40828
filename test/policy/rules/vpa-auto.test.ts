import { vpaAuto } from "../../../policy/rules/vpa-auto";
import { ruleTest } from "../../support/rules";

ruleTest(vpaAuto, {
  valid: {
    "in place": `
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: { name: db }
spec: { targetRef: { kind: StatefulSet, name: db }, updatePolicy: { updateMode: InPlaceOrRecreate } }`,
  },
  invalid: {
    "said so": {
      yaml: `
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: { name: db }
spec: { targetRef: { kind: StatefulSet, name: db }, updatePolicy: { updateMode: Auto } }`,
      says: [/updateMode Auto/],
    },
  },
});
