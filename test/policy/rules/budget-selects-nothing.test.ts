import { budgetSelectsNothing } from "../../../policy/rules/budget-selects-nothing";
import { ruleTest } from "../../support/rules";

ruleTest(budgetSelectsNothing, {
  valid: {
    "pods that a Prometheus makes": `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: b }
spec: { selector: { matchLabels: { app.kubernetes.io/name: prometheus } } }
---
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: { name: p }`,
    "pods of an operator, which nobody sees": `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { selector: { matchLabels: { cluster: x } } }
---
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: { name: x }`,
    "pods of a Helm release": `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { selector: { matchLabels: { app: x } } }
---
type: kubernetes:helm.sh/v3:Release
properties: { chart: x }`,
    "a bare ReplicationController": `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { selector: { matchLabels: { app: db } } }
---
apiVersion: v1
kind: ReplicationController
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } } } }`,
  },
  invalid: {
    "a resource of a group that makes no pods": {
      yaml: `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: b }
spec: { selector: { matchLabels: { app: dp } } }
---
apiVersion: monitoring.googleapis.com/v1
kind: PodMonitoring
metadata: { name: m }`,
      says: [/selects no pods/],
    },
    "a selector that is no text": {
      yaml: `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: b }
spec: { selector: { matchLabels: { tier: 2 } } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } } } }`,
      says: [/selects no pods/],
    },
    "pods of another namespace": {
      yaml: `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db, namespace: a }
spec: { selector: { matchLabels: { app: db } } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: b }
spec: { template: { metadata: { labels: { app: db } } } }`,
      says: [/selects no pods/],
    },
    "nothing at all": {
      yaml: `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { selector: { matchLabels: { app: db } } }`,
      says: [/selects no pods/],
    },
  },
  unknown: {
    "the namespace of the only workload": {
      yaml: `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { selector: { matchLabels: { app: db } } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: <unknown> }
spec: { template: { metadata: { labels: { app: db } } } }`,
      field: "metadata.namespace",
    },
  },
});
