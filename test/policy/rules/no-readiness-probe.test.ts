import { noReadinessProbe } from "../../../policy/rules/no-readiness-probe";
import { ruleTest } from "../../support/rules";

ruleTest(noReadinessProbe, {
  valid: {
    "a helper without ports beside what serves": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, ports: [{ containerPort: 5432 }], readinessProbe: {} }, { name: reloader }] } } }`,
    "a probe that is not known in detail": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, readinessProbe: <unknown> }] } } }`,
    "a sidecar without one": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, readinessProbe: {} }], initContainers: [{ name: s, restartPolicy: Always }] } } }`,
  },
  invalid: {
    "each of two containers": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a }, { name: b }] } } }`,
      says: [/on container a/, /on container b/],
    },
  },
  unknown: {
    "the containers": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: <unknown> } } }`,
      field: "spec.template.spec.containers",
    },
  },
});
