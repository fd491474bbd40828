import { serviceSelectsNothing } from "../../../policy/rules/service-selects-nothing";
import { ruleTest } from "../../support/rules";

const service = (selector: string, more = ""): string => `
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { selector: { ${selector} }${more} }`;
const workload = (labels: string, kind = "StatefulSet", name = "peers"): string => `
---
apiVersion: apps/v1
kind: ${kind}
metadata: { name: db }
spec: { serviceName: ${name}, template: { metadata: { labels: { ${labels} } } } }`;

ruleTest(serviceSelectsNothing, {
  valid: {
    "ports that the pods name, those of sidecars too": `
apiVersion: v1
kind: Service
metadata: { name: s }
spec: { selector: { app: db }, ports: [{ port: 1, targetPort: sql }, { port: 2, targetPort: metrics }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 3
  template:
    metadata: { labels: { app: db } }
    spec:
      initContainers: [{ name: p, restartPolicy: Always, ports: [{ name: metrics, containerPort: 9187 }] }]
      containers: [{ name: db, ports: [{ name: sql, containerPort: 5432 }] }]`,
    "one pod that is there": `
apiVersion: v1
kind: Service
metadata: { name: s }
spec: { selector: { app: db, statefulset.kubernetes.io/pod-name: db-2 }, ports: [{ port: 1 }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 3
  template:
    metadata: { labels: { app: db } }
    spec:
      initContainers: [{ name: p, restartPolicy: Always, ports: [{ name: metrics, containerPort: 9187 }] }]
      containers: [{ name: db, ports: [{ name: sql, containerPort: 5432 }] }]`,
    "pods that may come from anywhere: no workload in its file, and none of its name": {
      files: ["shop/service.yaml", "shop/set.yaml"],
      yaml: service("app: dp") + workload("app: db").replace("name: db }", "name: other }"),
    },
    "no workload to be seen": service("app: db"),
    "a label that the software sets while it runs": service("app: db, role: primary") + workload("app: db"),
    "one pod by its name": service("app: db, statefulset.kubernetes.io/pod-name: db-0") + workload("app: db"),
    "one pod by its name alone": service("statefulset.kubernetes.io/pod-name: db-0") + workload("app: db"),
    "the pods of a Job": service("job-name: db") + workload("app: db"),
    "no selector": `
apiVersion: v1
kind: Service
metadata: { name: db }
spec: {}${workload("app: db")}`,
    "a name of somebody else": service("app: dp", ", type: ExternalName") + workload("app: db"),
    "a governing Service, which is judged with its set": service("app: dp") + workload("app: db", "StatefulSet", "db"),
    "pods of an operator": `${service("app: dp")}${workload("app: db")}
---
apiVersion: acid.zalan.do/v1
kind: postgresql
metadata: { name: db }`,
  },
  invalid: {
    "a port by a name that no pod has": {
      yaml: `
apiVersion: v1
kind: Service
metadata: { name: s }
spec: { selector: { app: db }, ports: [{ port: 5432, targetPort: postgres }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 3
  template:
    metadata: { labels: { app: db } }
    spec:
      initContainers: [{ name: p, restartPolicy: Always, ports: [{ name: metrics, containerPort: 9187 }] }]
      containers: [{ name: db, ports: [{ name: sql, containerPort: 5432 }] }]`,
      says: [
        /sends port 5432 to a port called postgres, and StatefulSet default\/db has none; their ports are called sql, metrics/,
      ],
    },
    "a pod that the set does not have": {
      yaml: `
apiVersion: v1
kind: Service
metadata: { name: s }
spec: { selector: { app: db, statefulset.kubernetes.io/pod-name: db-7 }, ports: [{ port: 1 }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 3
  template:
    metadata: { labels: { app: db } }
    spec:
      initContainers: [{ name: p, restartPolicy: Always, ports: [{ name: metrics, containerPort: 9187 }] }]
      containers: [{ name: db, ports: [{ name: sql, containerPort: 5432 }] }]`,
      says: [/selects pod db-7, which StatefulSet default\/db does not have: it has 3 replicas/],
    },
    "an ordinal that the set does not have": {
      yaml: `
apiVersion: v1
kind: Service
metadata: { name: s }
spec: { selector: { app: db, apps.kubernetes.io/pod-index: "3" }, ports: [{ port: 1 }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 3
  template:
    metadata: { labels: { app: db } }
    spec:
      initContainers: [{ name: p, restartPolicy: Always, ports: [{ name: metrics, containerPort: 9187 }] }]
      containers: [{ name: db, ports: [{ name: sql, containerPort: 5432 }] }]`,
      says: [/selects pod 3/],
    },
    "a workload of its name in another file": {
      files: ["shop/service.yaml", "shop/set.yaml"],
      yaml: service("app: dp") + workload("app: db"),
      says: [/fits the pods of no workload/],
    },
    "another value": { yaml: service("app: dp") + workload("app: db"), says: [/fits the pods of no workload/] },
    "one label right, and one wrong": {
      yaml: service("app: db, tier: cache") + workload("app: db, tier: data", "Deployment"),
      says: [/fits the pods of no workload/],
    },
    "labels that no pod has": {
      yaml: service("name: db") + workload("app: db"),
      says: [/fits the pods of no workload/],
    },
  },
});
