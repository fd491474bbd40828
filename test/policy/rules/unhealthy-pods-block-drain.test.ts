import { unhealthyPodsBlockDrain } from "../../../policy/rules/unhealthy-pods-block-drain";
import { ruleTest } from "../../support/rules";

ruleTest(unhealthyPodsBlockDrain, {
  invalid: {
    "the default said": {
      yaml: `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { unhealthyPodEvictionPolicy: IfHealthyBudget }`,
      says: [/IfHealthyBudget/],
    },
    "nothing said": {
      yaml: `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { maxUnavailable: 1 }`,
      says: [/not set, which is IfHealthyBudget/],
    },
  },
});
