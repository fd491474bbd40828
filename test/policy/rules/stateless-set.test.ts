import { statelessSet } from "../../../policy/rules/stateless-set";
import { ruleTest } from "../../support/rules";

ruleTest(statelessSet, {
  valid: {
    "a script that asks for the ordinal": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  template:
    spec:
      containers: [{ name: a, volumeMounts: [{ name: scripts, mountPath: /scripts }] }]
      volumes: [{ name: scripts, configMap: { name: start } }]
---
apiVersion: v1
kind: ConfigMap
metadata: { name: start }
data: { start.sh: "exec db --id=$(hostname | cut -d- -f2)" }`,
    "an identity": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { spec: { containers: [{ name: a, args: ["--node=$(POD)-0"] }] } } }`,
  },
});
