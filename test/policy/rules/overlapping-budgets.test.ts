import { overlappingBudgets } from "../../../policy/rules/overlapping-budgets";
import { ruleTest } from "../../support/rules";

ruleTest(overlappingBudgets, {
  valid: {
    "one budget, written twice": `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: db } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: db } } }`,
    "two budgets of which nobody knows whether they meet": `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: a }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: db, tier: data } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: b }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: db } } }`,
    "two budgets of two namespaces": `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: a }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: db, tier: data } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: b, namespace: other }
spec: { maxUnavailable: 1, selector: { matchLabels: { tier: data, app: db } } }`,
    "two budgets for two workloads": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: a }
spec: { template: { metadata: { labels: { app: db } } } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: b }
spec: { template: { metadata: { labels: { app: cache } } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: a }
spec: { selector: { matchLabels: { app: db } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: b }
spec: { selector: { matchLabels: { app: cache } } }`,
    "one budget in each of two copies": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { selector: { matchLabels: { app: db } } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { selector: { matchLabels: { app: db } } }`,
      files: ["a/x.yaml", "a/x.yaml", "b/x.yaml", "b/x.yaml"],
    },
    "budgets of two namespaces": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: a }
spec: { template: { metadata: { labels: { app: db } } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db, namespace: a }
spec: { selector: { matchLabels: { app: db } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db, namespace: b }
spec: { selector: { matchLabels: { app: db } } }`,
  },
  invalid: {
    "two budgets of the same pods, which are not here": {
      yaml: `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: a }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: db, tier: data } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: b }
spec: { maxUnavailable: 1, selector: { matchLabels: { tier: data, app: db } } }`,
      says: [
        /selects the same pods as PodDisruptionBudget default\/b/,
        /selects the same pods as PodDisruptionBudget default\/a/,
      ],
    },
    "one for the workload and one for the namespace": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: a }
spec: { selector: { matchLabels: { app: db } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: b }
spec: { selector: {} }`,
      says: [/is covered by 2 budgets: PodDisruptionBudget default\/a, PodDisruptionBudget default\/b/],
    },
  },
  unknown: {
    "a second budget with an unknown selector": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: a }
spec: { selector: { matchLabels: { app: db } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: b }
spec: { selector: { matchLabels: { app: <unknown> } } }`,
      field: "spec.selector.matchLabels.app",
    },
  },
});
