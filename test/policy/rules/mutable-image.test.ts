import { mutableImage } from "../../../policy/rules/mutable-image";
import { ruleTest } from "../../support/rules";

ruleTest(mutableImage, {
  valid: {
    "a digest without a tag": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a, image: "postgres@sha256:0000" }] } } }`,
    "latest with a digest": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a, image: "postgres:latest@sha256:0000" }] } } }`,
    "a registry with a port": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a, image: "localhost:5000/postgres:18" }] } } }`,
    "no image, which the API server refuses": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a }] } } }`,
    "a digest where one is asked for": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a, image: "postgres:18@sha256:0000" }] } } }`,
      config: { requireDigest: true },
    },
  },
  invalid: {
    "no tag": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a, image: postgres }] } } }`,
      says: [/runs postgres in container a, which has no version/],
    },
    "no tag on a registry with a port": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a, image: "localhost:5000/postgres" }] } } }`,
      says: [/no version/],
    },
    "an init container": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a, image: "p:1" }], initContainers: [{ name: i, image: "busybox:latest" }] } } }`,
      says: [/runs busybox:latest in container i/],
    },
    "no digest where one is asked for": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a, image: "postgres:18" }] } } }`,
      says: [/which has no digest/],
      config: { requireDigest: true },
    },
  },
  unknown: {
    "the image": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a, image: <unknown> }] } } }`,
      field: "spec.template.spec.containers[0].image",
    },
  },
});
