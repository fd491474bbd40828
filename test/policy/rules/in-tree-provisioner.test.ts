import { inTreeProvisioner } from "../../../policy/rules/in-tree-provisioner";
import { ruleTest } from "../../support/rules";

ruleTest(inTreeProvisioner, {
  valid: {
    "local volumes": `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: kubernetes.io/no-provisioner`,
    "a CSI volume": `
apiVersion: v1
kind: PersistentVolume
metadata: { name: db }
spec: { csi: { driver: pd.csi.storage.gke.io } }`,
  },
  invalid: {
    "another cloud": {
      yaml: `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: kubernetes.io/aws-ebs`,
      says: [/has provisioner kubernetes.io\/aws-ebs/],
    },
    "a volume": {
      yaml: `
apiVersion: v1
kind: PersistentVolume
metadata: { name: db }
spec: { gcePersistentDisk: { pdName: d } }`,
      says: [/names its disk by spec.gcePersistentDisk/],
    },
    "a disk in a pod": {
      yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a }], volumes: [{ name: data, gcePersistentDisk: { pdName: d } }] } } }`,
      says: [/mounts data by gcePersistentDisk/],
    },
  },
});
