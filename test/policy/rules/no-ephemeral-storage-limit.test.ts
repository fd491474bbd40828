import { noEphemeralStorageLimit } from "../../../policy/rules/no-ephemeral-storage-limit";
import { ruleTest } from "../../support/rules";

ruleTest(noEphemeralStorageLimit, {
  valid: {
    "a LimitRange": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a }] } } }
---
apiVersion: v1
kind: LimitRange
metadata: { name: db }
spec: { limits: [{ type: Container, default: { ephemeral-storage: 1Gi } }] }`,
  },
  invalid: {
    "only a request": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a, resources: { requests: { ephemeral-storage: 1Gi } } }] } } }`,
      says: [/on container a/],
    },
  },
});
