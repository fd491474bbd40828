import { vpaHpaConflict } from "../../../policy/rules/vpa-hpa-conflict";
import { ruleTest } from "../../support/rules";

ruleTest(vpaHpaConflict, {
  valid: {
    "another container than the one that is sized": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: {}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec: { scaleTargetRef: { kind: StatefulSet, name: db }, maxReplicas: 5, metrics: [{ type: ContainerResource, containerResource: { name: cpu, container: main } }] }
---
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: { name: db }
spec: { targetRef: { kind: StatefulSet, name: db }, resourcePolicy: { containerPolicies: [{ containerName: main, mode: "Off" }, { containerName: sidecar }] } }`,
    "autoscalers of two sets that are not here": `
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: { name: db }
spec: { targetRef: { kind: StatefulSet, name: db }, updatePolicy: { updateMode: Recreate } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec: { scaleTargetRef: { kind: StatefulSet, name: other }, maxReplicas: 5, metrics: [{ type: Resource, resource: { name: cpu } }] }`,
    "another metric": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { serviceName: db }
---
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: { name: db }
spec: { targetRef: { kind: StatefulSet, name: db }, updatePolicy: { updateMode: Initial }, resourcePolicy: { containerPolicies: [{ containerName: "*", controlledResources: [memory] }] } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec: { scaleTargetRef: { kind: StatefulSet, name: db }, maxReplicas: 3, metrics: [{ type: Resource, resource: { name: cpu } }] }`,
    "a metric of its own": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { serviceName: db }
---
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: { name: db }
spec: { targetRef: { kind: StatefulSet, name: db }, updatePolicy: { updateMode: Initial } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec: { scaleTargetRef: { kind: StatefulSet, name: db }, maxReplicas: 3, metrics: [{ type: External, external: {} }] }`,
    "containers that are left alone": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { serviceName: db }
---
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: { name: db }
spec: { targetRef: { kind: StatefulSet, name: db }, updatePolicy: { updateMode: Initial }, resourcePolicy: { containerPolicies: [{ containerName: "*", mode: "Off" }] } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec: { scaleTargetRef: { kind: StatefulSet, name: db }, maxReplicas: 3, metrics: [{ type: Resource, resource: { name: cpu } }] }`,
    "no horizontal one": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { serviceName: db }
---
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: { name: db }
spec: { targetRef: { kind: StatefulSet, name: db }, updatePolicy: { updateMode: Initial } }`,
  },
  invalid: {
    "the container that is sized too": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: {}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec: { scaleTargetRef: { kind: StatefulSet, name: db }, maxReplicas: 5, metrics: [{ type: ContainerResource, containerResource: { name: cpu, container: main } }] }
---
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: { name: db }
spec: { targetRef: { kind: StatefulSet, name: db }, resourcePolicy: { containerPolicies: [{ containerName: "*", mode: "Off" }, { containerName: main }] } }`,
      says: [/changes cpu of StatefulSet default\/db/],
    },
    "autoscalers of one set that is not here": {
      yaml: `
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: { name: db }
spec: { targetRef: { kind: StatefulSet, name: db }, updatePolicy: { updateMode: Recreate } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec: { scaleTargetRef: { kind: StatefulSet, name: db }, maxReplicas: 5, metrics: [{ type: Resource, resource: { name: cpu } }] }`,
      says: [/changes cpu of StatefulSet db, which is not here, and HorizontalPodAutoscaler default\/db scales by it/],
    },
    "one container that is left alone": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { serviceName: db }
---
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: { name: v }
spec: { targetRef: { kind: StatefulSet, name: db }, updatePolicy: { updateMode: Initial }, resourcePolicy: { containerPolicies: [{ containerName: sidecar, mode: "Off" }] } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: h }
spec: { scaleTargetRef: { kind: StatefulSet, name: db }, maxReplicas: 3 }`,
      says: [/changes cpu/],
    },
    "no metrics, which is CPU": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { serviceName: db }
---
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: { name: db }
spec: { targetRef: { kind: StatefulSet, name: db }, updatePolicy: { updateMode: Initial } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec: { scaleTargetRef: { kind: StatefulSet, name: db }, maxReplicas: 3 }`,
      says: [/changes cpu of StatefulSet default\/db, and HorizontalPodAutoscaler default\/db scales by it/],
    },
    "no mode, which is Auto": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { serviceName: db }
---
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: { name: db }
spec: { targetRef: { kind: StatefulSet, name: db } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec: { scaleTargetRef: { kind: StatefulSet, name: db }, maxReplicas: 3, metrics: [{ type: Resource, resource: { name: cpu } }] }`,
      says: [/changes cpu/],
    },
    memory: {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { serviceName: db }
---
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: { name: db }
spec: { targetRef: { kind: StatefulSet, name: db }, updatePolicy: { updateMode: Recreate } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec: { scaleTargetRef: { kind: StatefulSet, name: db }, maxReplicas: 3, metrics: [{ type: Resource, resource: { name: memory } }] }`,
      says: [/changes memory/],
    },
    KEDA: {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { serviceName: db }
---
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: { name: db }
spec: { targetRef: { kind: StatefulSet, name: db }, updatePolicy: { updateMode: Initial } }
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: db }
spec: { scaleTargetRef: { kind: StatefulSet, name: db }, triggers: [{ type: cpu }] }`,
      says: [/ScaledObject default\/db/],
    },
  },
});
