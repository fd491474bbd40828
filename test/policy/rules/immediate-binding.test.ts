import { immediateBinding } from "../../../policy/rules/immediate-binding";
import { ruleTest } from "../../support/rules";

ruleTest(immediateBinding, {
  valid: {
    "buckets, which are no volumes": `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: buckets }
provisioner: rook-ceph.ceph.rook.io/bucket`,
    "files that are reached from everywhere": `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: filestore.csi.storage.gke.io`,
    "disks that are copied over the network": `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: longhorn }
provisioner: driver.longhorn.io
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: ceph }
provisioner: rook-ceph.rbd.csi.ceph.com
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: gluster }
provisioner: kubernetes.io/glusterfs`,
  },
  invalid: {
    "said so": {
      yaml: `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
volumeBindingMode: Immediate`,
      says: [/Immediate/],
    },
    "nothing said": {
      yaml: `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io`,
      says: [/not set, which is Immediate/],
    },
  },
});
