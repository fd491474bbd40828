import { unknownDiskType } from "../../../policy/rules/unknown-disk-type";
import { ruleTest } from "../../support/rules";

const storageClass = (parameters: string, provisioner = "pd.csi.storage.gke.io"): string => `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: ${provisioner}
parameters: { ${parameters} }`;

ruleTest(unknownDiskType, {
  valid: {
    "a Hyperdisk for two zones by itself": `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: hyperdisk-balanced-high-availability }
provisioner: pd.csi.storage.gke.io
parameters: { type: hyperdisk-balanced-high-availability, replication-type: regional-pd }`,
    "a disk in two zones": `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: pd-balanced }
provisioner: pd.csi.storage.gke.io
parameters: { type: pd-balanced, replication-type: regional-pd }`,
    "a zonal Hyperdisk": `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: hyperdisk-balanced }
provisioner: pd.csi.storage.gke.io
parameters: { type: hyperdisk-balanced, replication-type: none }`,
    "a type in capitals": storageClass("type: PD-SSD"),
    "an empty type": storageClass("type: ''"),
    "no type": storageClass("fsType: ext4"),
    "the one that fits the node": storageClass("type: dynamic"),
    "the largest Hyperdisk": storageClass("type: hyperdisk-extreme"),
    "a type of another cloud": storageClass("type: gp3", "ebs.csi.aws.com"),
  },
  invalid: {
    "types of which there are none in two zones": {
      yaml: `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: hyperdisk-balanced }
provisioner: pd.csi.storage.gke.io
parameters: { type: hyperdisk-balanced, replication-type: regional-pd }\n---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: pd-extreme }
provisioner: pd.csi.storage.gke.io
parameters: { type: pd-extreme, replication-type: regional-pd }`,
      says: [/disk type hyperdisk-balanced, of which there are no disks in two zones/, /disk type pd-extreme/],
    },
    "another cloud's type": {
      yaml: storageClass("type: gp3"),
      says: [/disk type "?gp3"?, which does not exist; .*pd-ssd/],
    },
    "by the old driver": { yaml: storageClass("type: ssd", "kubernetes.io/gce-pd"), says: [/disk type/] },
  },
});
