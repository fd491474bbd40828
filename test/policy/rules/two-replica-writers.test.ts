import { twoReplicaWriters } from "../../../policy/rules/two-replica-writers";
import { ruleTest } from "../../support/rules";

ruleTest(twoReplicaWriters, {
  valid: {
    "replicas that are ignored": `
type: kubernetes:apps/v1:StatefulSet
properties: { metadata: { name: db }, spec: { replicas: 3 } }
options: { ignoreChanges: [spec.replicas] }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec: { scaleTargetRef: { kind: StatefulSet, name: db }, maxReplicas: 5 }`,
    "no autoscaler": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3 }`,
    "an autoscaler of another workload": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3 }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: other }
spec: { serviceName: x }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec: { scaleTargetRef: { kind: StatefulSet, name: other }, maxReplicas: 5 }`,
  },
  invalid: {
    KEDA: {
      yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { replicas: 2 }
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: db }
spec: { scaleTargetRef: { name: db } }`,
      says: [/sets spec.replicas 2, and so does ScaledObject default\/db/],
    },
    "two autoscalers": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { serviceName: db }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: a }
spec: { scaleTargetRef: { kind: StatefulSet, name: db }, maxReplicas: 5 }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: b }
spec: { scaleTargetRef: { kind: StatefulSet, name: db }, maxReplicas: 5 }`,
      says: [/is scaled by 2 autoscalers/],
    },
  },
});
