import { noSpread } from "../../../policy/rules/no-spread";
import { ruleTest } from "../../support/rules";

ruleTest(noSpread, {
  valid: {
    "one replica": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 1 }`,
    "an anti-affinity": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { metadata: { labels: { app: db } }, spec: { affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: { topologyKey: kubernetes.io/hostname, labelSelector: { matchLabels: { app: db } } } }] } } } } }`,
    "a required anti-affinity": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { metadata: { labels: { app: db } }, spec: { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: kubernetes.io/hostname, labelSelector: { matchExpressions: [{ key: app, operator: In, values: [db] }] } }] } } } } }`,
  },
  invalid: {
    "a term about the pods of another namespace": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: shop }
spec:
  replicas: 3
  template:
    metadata: { labels: { app: db } }
    spec:
      affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: kubernetes.io/hostname, namespaces: [other], labelSelector: { matchLabels: { app: db } } }] } }`,
      says: [/nothing spreads them/],
    },
    "an anti-affinity against another app": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { metadata: { labels: { app: db } }, spec: { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: kubernetes.io/hostname, labelSelector: { matchLabels: { app: front } } }] } } } } }`,
      says: [/has 3 replicas, and nothing spreads/],
    },
    "an anti-affinity that selects nothing": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { metadata: { labels: { app: db } }, spec: { affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: { topologyKey: kubernetes.io/hostname } }] } } } } }`,
      says: [/has 3 replicas, and nothing spreads/],
    },
    "a Deployment": {
      yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { replicas: 2 }`,
      says: [/has 2 replicas, and nothing spreads/],
    },
    "an autoscaler": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { serviceName: db }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec: { scaleTargetRef: { kind: StatefulSet, name: db }, maxReplicas: 4 }`,
      says: [/1 to 4 replicas/],
    },
  },
});
