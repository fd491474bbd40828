import { noDisruptionBudget } from "../../../policy/rules/no-disruption-budget";
import { ruleTest } from "../../support/rules";

ruleTest(noDisruptionBudget, {
  valid: {
    "a Deployment without a claim": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { replicas: 2, template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: c, volumeMounts: [{ name: d, mountPath: /d }] }], volumes: [{ name: d, emptyDir: {} }] } } }`,
    "a Deployment with one replica on a claim": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { replicas: 1, template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: c, volumeMounts: [{ name: d, mountPath: /d }] }], volumes: [{ name: d, persistentVolumeClaim: { claimName: c } }] } } }`,
    "one replica": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 1, template: { metadata: { labels: { app: db } } } }`,
    "replicas left out": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } } } }`,
    "a budget by an expression": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { metadata: { labels: { app: db } } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { maxUnavailable: 1, selector: { matchExpressions: [{ key: app, operator: In, values: [db, cache] }] } }`,
    "a budget that covers the namespace": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { metadata: { labels: { app: db } } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { maxUnavailable: 1, selector: {} }`,
    "namespaces that come from one Namespace": `
type: kubernetes:core/v1:Namespace
properties: { metadata: { name: <unknown> } }
options: { name: ns }
---
type: kubernetes:apps/v1:StatefulSet
properties: { metadata: { name: db, namespace: <unknown> }, spec: { replicas: 3, template: { metadata: { labels: { app: db } } } } }
options: { references: { metadata: ["kubernetes:core/v1:Namespace::ns"] } }
---
type: kubernetes:policy/v1:PodDisruptionBudget
properties: { metadata: { name: db, namespace: <unknown> }, spec: { maxUnavailable: 1, selector: { matchLabels: { app: db } } } }
options: { references: { metadata: ["kubernetes:core/v1:Namespace::ns"] } }`,
    "the namespace of the provider": `
type: kubernetes:apps/v1:StatefulSet
properties: { metadata: { name: db }, spec: { replicas: 3, template: { metadata: { labels: { app: db } } } } }
options: { provider: { urn: "urn:p", inputs: { namespace: data } } }
---
type: kubernetes:policy/v1:PodDisruptionBudget
properties: { metadata: { name: db, namespace: data }, spec: { maxUnavailable: 1, selector: { matchLabels: { app: db } } } }
options: { provider: { urn: "urn:p", inputs: { namespace: data } } }`,
    "two providers of one cluster": `
type: kubernetes:apps/v1:StatefulSet
properties: { metadata: { name: db }, spec: { replicas: 3, template: { metadata: { labels: { app: db } } } } }
options: { provider: { urn: "urn:p", inputs: { kubeconfig: k } } }
---
type: kubernetes:policy/v1:PodDisruptionBudget
properties: { metadata: { name: db }, spec: { maxUnavailable: 1, selector: { matchLabels: { app: db } } } }
options: { provider: { urn: "urn:q", inputs: { kubeconfig: k } } }`,
    "a budget in another file": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { metadata: { labels: { app: db } } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: db } } }`,
      files: ["set.yaml", "budget.yaml"],
    },
    "a StatefulSet of another project": `
apiVersion: apps.kruise.io/v1beta1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3 }`,
  },
  invalid: {
    "a Deployment with two replicas on a claim": {
      yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { replicas: 2, template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: c, volumeMounts: [{ name: d, mountPath: /d }] }], volumes: [{ name: d, persistentVolumeClaim: { claimName: c } }] } } }`,
      says: [/has 2 replicas, and no PodDisruptionBudget selects its pods/],
    },
    "no budget": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { metadata: { labels: { app: db } } } }`,
      says: [/has 3 replicas, and no PodDisruptionBudget selects its pods/],
    },
    "a budget in another namespace": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 2, template: { metadata: { labels: { app: db } } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db, namespace: other }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: db } } }`,
      says: [/has 2 replicas/],
    },
    "a budget for other labels": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 2, template: { metadata: { labels: { app: db } } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: db, tier: x } } }`,
      says: [/has 2 replicas/],
    },
    "an old budget whose empty selector selects nothing": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 2, template: { metadata: { labels: { app: db } } } }
---
apiVersion: policy/v1beta1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { maxUnavailable: 1, selector: {} }`,
      says: [/has 2 replicas/],
    },
    "an autoscaler that allows more": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } } } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec: { scaleTargetRef: { kind: StatefulSet, name: db }, maxReplicas: 3 }`,
      says: [/1 to 3 replicas/],
    },
    "an old API version": {
      yaml: `
apiVersion: apps/v1beta1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { metadata: { labels: { app: db } } } }`,
      says: [/has 3 replicas/],
    },
    "a Patch of a budget, which is none": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { metadata: { labels: { app: db } } } }
---
type: kubernetes:policy/v1:PodDisruptionBudgetPatch
properties: { metadata: { name: db }, spec: { selector: { matchLabels: { app: db } } } }`,
      says: [/has 3 replicas/],
    },
    "a budget of another cluster": {
      yaml: `
type: kubernetes:apps/v1:StatefulSet
properties: { metadata: { name: db }, spec: { replicas: 3, template: { metadata: { labels: { app: db } } } } }
options: { provider: { urn: "urn:p", inputs: { clusterIdentifier: one } } }
---
type: kubernetes:policy/v1:PodDisruptionBudget
properties: { metadata: { name: db }, spec: { maxUnavailable: 1, selector: { matchLabels: { app: db } } } }
options: { provider: { urn: "urn:q", inputs: { clusterIdentifier: two } } }`,
      says: [/has 3 replicas/],
    },
  },
  unknown: {
    "the selector of the only budget": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { metadata: { labels: { app: db } } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: <unknown> } } }`,
      field: "spec.selector.matchLabels.app",
    },
    "the namespace of the only budget": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { metadata: { labels: { app: db } } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db, namespace: <unknown> }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: db } } }`,
      field: "metadata.namespace",
    },
    "the labels of the pods": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { metadata: { labels: { app: <unknown> } } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: db } } }`,
      field: "spec.template.metadata.labels.app",
    },
  },
});
