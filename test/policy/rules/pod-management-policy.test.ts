import { podManagementPolicy } from "../../../policy/rules/pod-management-policy";
import { ruleTest } from "../../support/rules";

ruleTest(podManagementPolicy, {
  valid: {
    "an order that somebody has considered": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, podManagementPolicy: OrderedReady }`,
    "one replica": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 1 }`,
    Parallel: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, podManagementPolicy: Parallel }`,
    "an order that the first pod needs": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, podManagementPolicy: OrderedReady, template: { spec: { containers: [{ name: db, args: ["--join=db-0.db"] }] } } }`,
    "an order of a known database": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, podManagementPolicy: OrderedReady, template: { spec: { containers: [{ name: db, image: "docker.io/library/cassandra:5.0" }] } } }`,
    "an order that the configuration knows": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, podManagementPolicy: OrderedReady, template: { spec: { containers: [{ name: db, image: "example.com/ledger:2" }] } } }`,
      config: { orderedImages: ["ledger"] },
    },
  },
  invalid: {
    "nothing said with a list of peers, among which no pod is special": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { spec: { containers: [{ name: db, args: ["--peers=db-0.db,db-1.db,db-2.db"] }] } } }`,
      says: [/Parallel fits/],
    },
    "nothing said with several replicas": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3 }`,
      says: [/has 3 replicas and does not say spec.podManagementPolicy. Parallel fits/],
    },
    "nothing said with an autoscaler": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: {  }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec: { scaleTargetRef: { kind: StatefulSet, name: db }, maxReplicas: 5 }`,
      says: [/1 to 5 replicas .* Parallel fits/],
    },
    "nothing said where the first pod is special": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { spec: { containers: [{ name: db, command: [sh, -c, "[ \${HOSTNAME##*-} = 0 ] && init"] }] } } }`,
      says: [/OrderedReady fits: spec.template.spec.containers\[0\].command\[2\] tells one ordinal from another/],
    },
    "nothing said with a pod index": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { spec: { containers: [{ name: db, env: [{ name: I, valueFrom: { fieldRef: { fieldPath: "metadata.labels['apps.kubernetes.io/pod-index']" } } }] }] } } }`,
      says: [/OrderedReady fits/],
    },
    "nothing said with a known database": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { spec: { containers: [{ name: db, image: "postgres:18.1" }] } } }`,
      says: [/OrderedReady fits: postgres joins its members one after another/],
    },
    "an ordinal in a mounted script": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 3
  template:
    spec:
      containers: [{ name: db, volumeMounts: [{ name: scripts, mountPath: /scripts }] }]
      volumes: [{ name: scripts, configMap: { name: start } }]
---
apiVersion: v1
kind: ConfigMap
metadata: { name: start }
data: { start.sh: "exec db --id=\${HOSTNAME##*-}" }`,
      says: [/OrderedReady fits: spec.template.spec.volumes\[0\] tells one ordinal from another/],
    },
    "a pod that knows its name": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { spec: { containers: [{ name: db, env: [{ name: NAME, valueFrom: { fieldRef: { fieldPath: metadata.name } } }] }] } } }`,
      says: [/OrderedReady fits: .*fieldPath tells one ordinal from another/],
    },
  },
});
