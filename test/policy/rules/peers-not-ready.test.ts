import { peersNotReady } from "../../../policy/rules/peers-not-ready";
import { ruleTest } from "../../support/rules";

ruleTest(peersNotReady, {
  valid: {
    "a Service for each pod, which shows it": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { serviceName: db, replicas: 3, template: { metadata: { labels: { app: db } } } }
---
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { clusterIP: None, selector: { app: db } }
---
apiVersion: v1
kind: Service
metadata: { name: db-0 }
spec: { publishNotReadyAddresses: true, selector: { app: db, statefulset.kubernetes.io/pod-name: db-0 } }`,
    "one replica": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { serviceName: db }
---
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { clusterIP: None }`,
    "the old annotation": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, serviceName: db }
---
apiVersion: v1
kind: Service
metadata: { name: db, annotations: { service.alpha.kubernetes.io/tolerate-unready-endpoints: "true" } }
spec: { clusterIP: None }`,
    "a Service with an address, which another rule refuses": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, serviceName: db }
---
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { selector: { app: db } }`,
  },
});
