import { noLivenessProbe } from "../../../policy/rules/no-liveness-probe";
import { ruleTest } from "../../support/rules";

ruleTest(noLivenessProbe, {
  valid: {
    "a pod of its own without a port": `
apiVersion: v1
kind: Pod
metadata: { name: client }
spec: { containers: [{ name: c, image: a }] }`,
  },
  invalid: {
    "a pod of its own that serves": {
      yaml: `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { containers: [{ name: c, image: a, ports: [{ containerPort: 80 }] }] }`,
      says: [/has no livenessProbe on container c/],
    },
    "a ReplicationController": {
      yaml: `
apiVersion: v1
kind: ReplicationController
metadata: { name: web }
spec: { template: { spec: { containers: [{ name: c, image: a }] } } }`,
      says: [/has no livenessProbe on container c/],
    },
    "one of two": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a, livenessProbe: {} }, { name: b }] } } }`,
      says: [/on container b/],
    },
  },
});
