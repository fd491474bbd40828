import { unmovedRegionalDisk } from "../../../policy/rules/unmoved-regional-disk";
import { ruleTest } from "../../support/rules";

const parts = (type: string): string => `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: { type: ${type} }`;
const REGIONAL = "pd-balanced, replication-type: regional-pd";
const pool = (machine: string): string => `
---
type: gcp:container/cluster:Cluster
properties: { name: c, location: europe-west1 }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeConfig: { machineType: ${machine} } }`;

ruleTest(unmovedRegionalDisk, {
  valid: {
    "disks of one zone": parts("pd-balanced"),
    "machines that the operator does not know": parts(REGIONAL) + pool("t2d-standard-4"),
    "Hyperdisks, which the operator does not move": parts("hyperdisk-balanced-high-availability"),
  },
  invalid: {
    "an object for another set": {
      yaml: `${parts(REGIONAL)}
---
apiVersion: ha.gke.io/v1
kind: HighAvailabilityApplication
metadata: { name: other }`,
      says: [/no HighAvailabilityApplication that moves its pods/],
    },
    "machines that it knows": { yaml: parts(REGIONAL) + pool("e2-standard-4"), says: [/moves its pods/] },
  },
});
