import { plainClaim } from "../../../policy/rules/plain-claim";
import { ruleTest } from "../../support/rules";

const workload = (kind: string, spec: string, claim = "claimName: db"): string => `
apiVersion: apps/v1
kind: ${kind}
metadata: { name: db }
spec:
  ${spec}
  template:
    spec:
      containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /var/lib/db }] }]
      volumes: [{ name: data, persistentVolumeClaim: { ${claim} } }]`;
const claim = (mode: string): string => `
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { accessModes: [${mode}] }`;
const RECREATE = "strategy: { type: Recreate }";

ruleTest(plainClaim, {
  valid: {
    "files for many": workload("StatefulSet", "replicas: 1") + claim("ReadWriteMany"),
    "files that are only read":
      workload("StatefulSet", "replicas: 1", "claimName: db, readOnly: true") + claim("ReadOnlyMany"),
    "more replicas, which is worse": workload("StatefulSet", "replicas: 2"),
    "a rolling update, which is worse": workload("Deployment", "replicas: 1"),
  },
  invalid: {
    "a Deployment that is careful": {
      yaml: workload("Deployment", RECREATE) + claim("ReadWriteOnce"),
      says: [/keeps its data in claim "?db"?, which a second replica would share/],
    },
  },
});
