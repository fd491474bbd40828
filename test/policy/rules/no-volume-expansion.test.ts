import { noVolumeExpansion } from "../../../policy/rules/no-volume-expansion";
import { ruleTest } from "../../support/rules";

ruleTest(noVolumeExpansion, {
  valid: {
    "buckets, which are no volumes": `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: buckets }
provisioner: rook-ceph.ceph.rook.io/bucket`,
    "local volumes, which cannot grow": `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: kubernetes.io/no-provisioner`,
    "folders of a node": `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: rancher.io/local-path`,
  },
  invalid: {
    false: {
      yaml: `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
allowVolumeExpansion: false`,
      says: [/allowVolumeExpansion false/],
    },
    "nothing said": {
      yaml: `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io`,
      says: [/not set, which is false/],
    },
    "another cloud": {
      yaml: `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: ebs.csi.aws.com`,
      says: [/not set/],
    },
  },
  unknown: {
    "the field": {
      yaml: `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
allowVolumeExpansion: <unknown>`,
      field: "allowVolumeExpansion",
    },
  },
});
