import { sharedModeOnDisk } from "../../../policy/rules/shared-mode-on-disk";
import { ruleTest } from "../../support/rules";

ruleTest(sharedModeOnDisk, {
  valid: {
    "a raw block device": `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { accessModes: [ReadWriteMany], volumeMode: Block, storageClassName: premium-rwo }`,
    "one writer": `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { accessModes: [ReadWriteOnce], storageClassName: premium-rwo }`,
    "a class that nobody defines": `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { accessModes: [ReadWriteMany], storageClassName: nfs }`,
  },
  invalid: {
    "a class of the program": {
      yaml: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { accessModes: [ReadWriteOnce, ReadWriteMany], storageClassName: fast }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io`,
      says: [/class fast/],
    },
    "the default class": {
      yaml: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { accessModes: [ReadWriteMany] }`,
      says: [/class standard-rwo/],
    },
  },
});
