import { budgetBlocksDrain } from "../../../policy/rules/budget-blocks-drain";
import { ruleTest } from "../../support/rules";

ruleTest(budgetBlocksDrain, {
  valid: {
    "a budget that selects nothing, which another rule refuses": `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { minAvailable: 1, selector: { matchLabels: { app: other } } }`,
    "one of three": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { metadata: { labels: { app: db } } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { minAvailable: 2, selector: { matchLabels: { app: db } } }`,
    "a percentage that leaves one": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 2, template: { metadata: { labels: { app: db } } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { minAvailable: 50%, selector: { matchLabels: { app: db } } }`,
    "a percentage that rounds up to one": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { metadata: { labels: { app: db } } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { maxUnavailable: 1%, selector: { matchLabels: { app: db } } }`,
    "a number of pods, which needs no count of a Job's": `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { minAvailable: 2, selector: { matchLabels: { app: db } } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { metadata: { labels: { app: db } } } }
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: compact }
spec: { jobTemplate: { spec: { template: { metadata: { labels: { app: db } } } } } }`,
    "a Job with other labels": `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: db } } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { metadata: { labels: { app: db } } } }
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: compact }
spec: { jobTemplate: { spec: { template: { metadata: { labels: { app: compact } } } } } }`,
    "the minimum of an autoscaler": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } } } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec: { scaleTargetRef: { kind: StatefulSet, name: db }, minReplicas: 3, maxReplicas: 5 }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { minAvailable: 2, selector: { matchLabels: { app: db } } }`,
    "two workloads under one budget": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: a }
spec: { replicas: 1, template: { metadata: { labels: { app: db } } } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: b }
spec: { replicas: 1, template: { metadata: { labels: { app: db } } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { minAvailable: 1, selector: { matchLabels: { app: db } } }`,
  },
  invalid: {
    "neither field": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { metadata: { labels: { app: db } } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { selector: { matchLabels: { app: db } } }`,
      says: [/has neither minAvailable nor maxUnavailable, and so lets no pod go/],
    },
    "the pods of a CronJob too": {
      yaml: `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: db } } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { metadata: { labels: { app: db } } } }
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: compact }
spec: { jobTemplate: { spec: { template: { metadata: { labels: { app: db } } } } } }`,
      says: [
        /also selects the pods of CronJob default\/compact, which have no scale: while one exists, maxUnavailable 1 lets no pod go/,
      ],
    },
    "the pods of a CronJob too, by a share": {
      yaml: `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { minAvailable: 50%, selector: { matchLabels: { app: db } } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { metadata: { labels: { app: db } } } }
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: compact }
spec: { jobTemplate: { spec: { template: { metadata: { labels: { app: db } } } } } }`,
      says: [/also selects the pods of CronJob default\/compact/],
    },
    "maxUnavailable 0": {
      yaml: `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { maxUnavailable: 0, selector: { matchLabels: { app: db } } }`,
      says: [/says maxUnavailable 0, which never lets a pod go/],
    },
    "maxUnavailable 0%": {
      yaml: `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { maxUnavailable: 0%, selector: { matchLabels: { app: db } } }`,
      says: [/says maxUnavailable 0%, which never/],
    },
    "minAvailable 100%": {
      yaml: `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { minAvailable: 100%, selector: { matchLabels: { app: db } } }`,
      says: [/says minAvailable 100%, which never/],
    },
    "as many as there are": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { metadata: { labels: { app: db } } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { minAvailable: 3, selector: { matchLabels: { app: db } } }`,
      says: [/covers 3 at the least \(StatefulSet default\/db\)/],
    },
    "a percentage that rounds up to all": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { metadata: { labels: { app: db } } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { minAvailable: 67%, selector: { matchLabels: { app: db } } }`,
      says: [/minAvailable 67% and covers 3/],
    },
    "a single replica": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { minAvailable: 1, selector: { matchLabels: { app: db } } }`,
      says: [/covers 1 at the least/],
    },
    "the minimum of an autoscaler": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } } } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec: { scaleTargetRef: { kind: StatefulSet, name: db }, minReplicas: 2, maxReplicas: 5 }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { minAvailable: 2, selector: { matchLabels: { app: db } } }`,
      says: [/covers 2 at the least/],
    },
    "a Deployment": {
      yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { replicas: 2, template: { metadata: { labels: { app: db } } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { minAvailable: 2, selector: { matchLabels: { app: db } } }`,
      says: [/Deployment default\/db/],
    },
  },
  unknown: {
    "the minimum": {
      yaml: `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { minAvailable: <unknown>, selector: { matchLabels: { app: db } } }`,
      field: "spec.minAvailable",
    },
  },
});
