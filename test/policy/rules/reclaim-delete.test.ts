import { reclaimDelete } from "../../../policy/rules/reclaim-delete";
import { ruleTest } from "../../support/rules";

ruleTest(reclaimDelete, {
  valid: {
    "volumes that are made by hand": `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: local }
provisioner: kubernetes.io/no-provisioner`,
    "buckets, which are no volumes": `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: buckets }
provisioner: rook-ceph.ceph.rook.io/bucket`,
  },
  invalid: {
    "said so": {
      yaml: `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
reclaimPolicy: Delete`,
      says: [/reclaimPolicy Delete/],
    },
    "nothing said": {
      yaml: `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io`,
      says: [/not set, which is Delete/],
    },
  },
  unknown: {
    "the policy": {
      yaml: `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
reclaimPolicy: <unknown>`,
      field: "reclaimPolicy",
    },
  },
});
