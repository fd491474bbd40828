import { spreadSelectsNothing } from "../../../policy/rules/spread-selects-nothing";
import { ruleTest } from "../../support/rules";

ruleTest(spreadSelectsNothing, {
  valid: {
    "an expression": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } }, spec: { topologySpreadConstraints: [{ labelSelector: { matchExpressions: [{ key: app, operator: Exists }] } }] } } }`,
    "an anti-affinity to another workload": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } }, spec: { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: { matchLabels: { app: batch } } }] } } } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: batch }
spec: { template: { metadata: { labels: { app: batch } } } }`,
    "no spread": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3 }`,
  },
  invalid: {
    "no selector": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } }, spec: { topologySpreadConstraints: [{ topologyKey: z }] } } }`,
      says: [/does not select its own pods/],
    },
    "an anti-affinity that selects nothing": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } }, spec: { affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ podAffinityTerm: { labelSelector: { matchLabels: { app: dp } } } }] } } } } }`,
      says: [/selects no pods here/],
    },
    "one right and one wrong": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } }, spec: { topologySpreadConstraints: [{ labelSelector: { matchLabels: { app: db } } }, { labelSelector: { matchLabels: { app: x } } }] } } }`,
      says: [/does not select/],
    },
  },
  unknown: {
    "a label that the selector asks for": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: <unknown> } }, spec: { topologySpreadConstraints: [{ labelSelector: { matchLabels: { app: db } } }] } } }`,
      field: "spec.template.metadata.labels.app",
    },
  },
});
