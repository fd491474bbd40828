import { noMemoryLimit } from "../../../policy/rules/no-memory-limit";
import { ruleTest } from "../../support/rules";

ruleTest(noMemoryLimit, {
  valid: {
    "a limit of the pod": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { resources: { limits: { memory: 1Gi } }, containers: [{ name: a }] } } }`,
    "a LimitRange": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a }] } } }
---
apiVersion: v1
kind: LimitRange
metadata: { name: db }
spec: { limits: [{ type: Container, default: { memory: 1Gi } }] }`,
    "no CPU limit": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a, resources: { limits: { memory: 1Gi } } }] } } }`,
  },
  invalid: {
    "only a request": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a, resources: { requests: { memory: 1Gi } } }] } } }`,
      says: [/has no memory limit on container a/],
    },
  },
});
