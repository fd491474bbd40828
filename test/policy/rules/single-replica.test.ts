import { singleReplica } from "../../../policy/rules/single-replica";
import { ruleTest } from "../../support/rules";

ruleTest(singleReplica, {
  valid: {
    "an autoscaler": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { serviceName: db }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec: { scaleTargetRef: { kind: StatefulSet, name: db }, maxReplicas: 3 }`,
  },
  invalid: {
    "said so": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 1 }`,
      says: [/has one replica/],
    },
  },
});
