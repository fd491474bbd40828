import { noReadinessProbe } from "../../../policy/rules/no-readiness-probe";
import { ruleTest } from "../../support/rules";

ruleTest(noReadinessProbe, {
  valid: {
    "a pod of its own without a port": `
apiVersion: v1
kind: Pod
metadata: { name: client }
spec: { containers: [{ name: c, image: a }] }`,
    "a pod of its own that ends": `
apiVersion: v1
kind: Pod
metadata: { name: once }
spec: { restartPolicy: Never, containers: [{ name: c, image: a, ports: [{ containerPort: 80 }] }] }`,
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
    "a pod of its own that serves": {
      yaml: `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { containers: [{ name: c, image: a, ports: [{ containerPort: 80 }] }] }`,
      says: [/has no readinessProbe on container c/],
    },
    "a ReplicationController": {
      yaml: `
apiVersion: v1
kind: ReplicationController
metadata: { name: web }
spec: { template: { spec: { containers: [{ name: c, image: a }] } } }`,
      says: [/has no readinessProbe on container c/],
    },
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
