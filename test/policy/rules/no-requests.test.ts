import { noRequests } from "../../../policy/rules/no-requests";
import { ruleTest } from "../../support/rules";

ruleTest(noRequests, {
  valid: {
    "requests of the pod": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { resources: { requests: { cpu: 1, memory: 1Gi } }, containers: [{ name: a }] } } }`,
    "limits, which the API server takes for requests": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a, resources: { limits: { cpu: 1, memory: 1Gi } } }] } } }`,
    "a LimitRange": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a }] } } }
---
apiVersion: v1
kind: LimitRange
metadata: { name: db }
spec: { limits: [{ type: Container, defaultRequest: { cpu: 100m, memory: 1Gi } }] }`,
    "default limits of a LimitRange": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a }] } } }
---
apiVersion: v1
kind: LimitRange
metadata: { name: db }
spec: { limits: [{ type: Container, default: { cpu: 100m, memory: 1Gi } }] }`,
    "amounts that are not known yet": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a, resources: { requests: { cpu: <unknown>, memory: <unknown> } } }] } } }`,
    "a pod that something else made": `
apiVersion: v1
kind: Pod
metadata: { name: db, ownerReferences: [{ kind: ReplicaSet, name: x }] }
spec: { containers: [{ name: a }] }`,
  },
  invalid: {
    "one of the two": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a, resources: { requests: { cpu: 1 } } }] } } }`,
      says: [/has no request for memory on container a/],
    },
    "a LimitRange of another namespace": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a }] } } }
---
apiVersion: v1
kind: LimitRange
metadata: { name: db, namespace: x }
spec: { limits: [{ type: Container, defaultRequest: { cpu: 1, memory: 1Gi } }] }`,
      says: [/cpu and memory/],
    },
    "a CronJob": {
      yaml: `
apiVersion: batch/v1
kind: CronJob
metadata: { name: db }
spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: a }] } } } } }`,
      says: [/on container a/],
    },
    "a sidecar": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a, resources: { requests: { cpu: 1, memory: 1Gi } } }], initContainers: [{ name: s, restartPolicy: Always }, { name: init }] } } }`,
      says: [/on container s/],
    },
  },
});
