import { smallRegionalDisk } from "../../../policy/rules/small-regional-disk";
import { ruleTest } from "../../support/rules";

ruleTest(smallRegionalDisk, {
  valid: {
    "200 GiB": `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { storageClassName: fast, resources: { requests: { storage: 200Gi } } }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: { replication-type: regional-pd }`,
    "one zone": `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { storageClassName: fast, resources: { requests: { storage: 20Gi } } }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io`,
  },
  invalid: {
    "no type, which is pd-standard": {
      yaml: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { storageClassName: fast, resources: { requests: { storage: 199Gi } } }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: { replication-type: regional-pd }`,
      says: [/asks for 199Gi on class fast, regional pd-standard, which starts at 200 GiB/],
    },
    "decimal gigabytes": {
      yaml: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { storageClassName: fast, resources: { requests: { storage: 200G } } }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: { replication-type: regional-pd }`,
      says: [/asks for 200G/],
    },
  },
});
