import { governingService } from "../../../policy/rules/governing-service";
import { ruleTest } from "../../support/rules";

ruleTest(governingService, {
  valid: {
    "a Service in another file": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { serviceName: db, template: { metadata: { labels: { app: db } } } }
---
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { clusterIP: None, selector: { app: db } }`,
      files: ["a/set.yaml", "b/svc.yaml"],
    },
    "the Service of the same file, where another has the name too": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { serviceName: db, template: { metadata: { labels: { app: db } } } }
---
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { clusterIP: None, selector: { app: db } }
---
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { selector: { app: other } }`,
      files: ["a.yaml", "a.yaml", "b.yaml"],
    },
    "a name that comes from the Service": `
type: kubernetes:core/v1:Service
properties: { metadata: { name: <unknown> }, spec: { clusterIP: None, selector: { app: db } } }
options: { name: svc }
---
type: kubernetes:apps/v1:StatefulSet
properties: { metadata: { name: db }, spec: { serviceName: <unknown>, template: { metadata: { labels: { app: db } } } } }
options: { references: { spec: ["kubernetes:core/v1:Service::svc"] } }`,
  },
  invalid: {
    "no name": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } } } }`,
      says: [/names no governing Service/],
    },
    "an empty name": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { serviceName: "", template: { metadata: { labels: { app: db } } } }`,
      says: [/names no governing Service/],
    },
    "no such Service": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { serviceName: db, template: { metadata: { labels: { app: db } } } }`,
      says: [/names Service db, which is not in its namespace here/],
    },
    "a Service of another namespace": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { serviceName: db, template: { metadata: { labels: { app: db } } } }
---
apiVersion: v1
kind: Service
metadata: { name: db, namespace: other }
spec: { clusterIP: None, selector: { app: db } }`,
      says: [/names Service db/],
    },
    "a selector for other pods": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { serviceName: db, template: { metadata: { labels: { app: db } } } }
---
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { clusterIP: None, selector: { app: dp } }`,
      says: [/whose selector does not select its pods/],
    },
    "no selector": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { serviceName: db, template: { metadata: { labels: { app: db } } } }
---
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { clusterIP: None }`,
      says: [/whose selector does not select/],
    },
    both: {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { serviceName: db, template: { metadata: { labels: { app: db } } } }
---
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { selector: { app: dp } }`,
      says: [/not headless/, /does not select/],
    },
  },
  unknown: {
    "a name that nothing explains": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { serviceName: <unknown>, template: { metadata: { labels: { app: db } } } }`,
      field: "spec.serviceName",
    },
    "the address of the Service": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { serviceName: db, template: { metadata: { labels: { app: db } } } }
---
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { clusterIP: <unknown>, selector: { app: db } }`,
      field: "spec.clusterIP",
    },
  },
});
