import { hardcodedStorageClass } from "../../../policy/rules/hardcoded-storage-class";
import { ruleTest } from "../../support/rules";

ruleTest(hardcodedStorageClass, {
  valid: {
    "no class": `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { resources: {} }`,
    "an empty name, for a volume that exists": `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { storageClassName: "" }`,
    "a claim of one volume, whose class is only a word": `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { storageClassName: manual, volumeName: disk-1 }`,
    "a class of the configuration": {
      yaml: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { storageClassName: premium-rwo }`,
      context: { configuredClasses: new Set(["premium-rwo"]) },
    },
    "a class that comes from an Output": `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { storageClassName: <unknown> }`,
    "an auto-named class that the claim depends on": `
type: kubernetes:storage.k8s.io/v1:StorageClass
properties: { provisioner: p }
options: { name: fast }
---
type: kubernetes:core/v1:PersistentVolumeClaim
properties: { metadata: { name: data }, spec: { storageClassName: fast-1a2b3c } }
options: { references: { spec: ["kubernetes:storage.k8s.io/v1:StorageClass::fast"] } }`,
    "a class in another file": {
      yaml: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { storageClassName: fast }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io`,
      files: ["a/claim.yaml", "b/class.yaml"],
    },
  },
  invalid: {
    "a class of GKE": {
      yaml: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { storageClassName: standard-rwo }`,
      says: [/names storage class standard-rwo, which is one of GKE/],
    },
    "a name that nothing defines": {
      yaml: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { storageClassName: fast }`,
      says: [/names storage class fast, which nothing here defines/],
    },
    "a template": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }`,
      says: [/names storage class fast/],
    },
    "the legacy annotation": {
      yaml: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db, annotations: { volume.beta.kubernetes.io/storage-class: fast } }
spec: { resources: {} }`,
      says: [/names storage class fast/],
    },
    "an ephemeral claim": {
      yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a }], volumes: [{ name: t, ephemeral: { volumeClaimTemplate: { spec: { storageClassName: fast } } } }] } } }`,
      says: [/names storage class fast/],
    },
  },
  unknownPasses: /storageClassName|annotations/,
});
