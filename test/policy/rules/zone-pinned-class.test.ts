import { zonePinnedClass } from "../../../policy/rules/zone-pinned-class";
import { ruleTest } from "../../support/rules";

const storageClass = (fields: string): string => `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
${fields}`;
const ONE = "allowedTopologies: [{ matchLabelExpressions: [{ key: topology.gke.io/zone, values: [r1-a] }] }]";

ruleTest(zonePinnedClass, {
  valid: {
    "two zones": storageClass(ONE.replace("r1-a", "r1-a, r1-b")),
    "a class in use, which is judged with its workload": `${storageClass(ONE)}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }`,
    "disks in two zones, which are judged elsewhere": storageClass(
      `parameters: { type: pd-ssd, replication-type: regional-pd }\n${ONE}`,
    ),
  },
  invalid: {
    "a parameter": { yaml: storageClass("parameters: { type: pd-ssd, zone: r1-b }"), says: [/into zone r1-b/] },
    "a list of one": { yaml: storageClass("parameters: { zones: r1-c }"), says: [/into zone r1-c/] },
  },
});
