import { oversizedStorage } from "../../../policy/rules/oversized-storage";
import { ruleTest } from "../../support/rules";

ruleTest(oversizedStorage, {
  valid: {
    "files, which begin large": `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { storageClassName: premium-rwx, resources: { requests: { storage: 2560Gi } } }`,
    "what a snapshot's size decides": `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { storageClassName: premium-rwo, dataSource: { kind: VolumeSnapshot, name: old }, resources: { requests: { storage: 2Ti } } }`,
    "a class that cannot grow, which is what is wrong": `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { storageClassName: fast, resources: { requests: { storage: 200Gi } } }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io`,
    "exactly the limit": `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { storageClassName: fast, resources: { requests: { storage: 1Ti } } }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
allowVolumeExpansion: true`,
    "no request": `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { storageClassName: fast }`,
    "the limit of a class that nobody defines": `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { storageClassName: other, resources: { requests: { storage: 100Gi } } }`,
    "a larger limit of the configuration": {
      yaml: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { storageClassName: fast, resources: { requests: { storage: 4Ti } } }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
allowVolumeExpansion: true`,
      config: { growableLimit: "8Ti" },
    },
    "the default class of GKE, which can grow": `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { resources: { requests: { storage: 500Gi } } }`,
    "a class by the legacy annotation": `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db, annotations: { volume.beta.kubernetes.io/storage-class: premium-rwo } }
spec: { resources: { requests: { storage: 500Gi } } }`,
  },
  invalid: {
    "more than the limit": {
      yaml: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { storageClassName: fast, resources: { requests: { storage: 1025Gi } } }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
allowVolumeExpansion: true`,
      says: [/asks for 1025Gi on class fast, whose volumes can grow; 1Ti is what this rule lets pass there/],
    },
    "a class that cannot grow": {
      yaml: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { storageClassName: fast, resources: { requests: { storage: 1025Gi } } }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io`,
      says: [/asks for 1025Gi on class fast, whose volumes cannot grow; 1Ti/],
    },
    "a class that nobody defines": {
      yaml: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { storageClassName: other, resources: { requests: { storage: 200Gi } } }`,
      says: [/on a class that is not defined here; 100Gi/],
    },
    "a template": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast, resources: { requests: { storage: 2Ti } } } }] }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
allowVolumeExpansion: true`,
      says: [/asks for 2Ti/],
    },
    "an ephemeral claim": {
      yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: web }], volumes: [{ name: tmp, ephemeral: { volumeClaimTemplate: { spec: { storageClassName: fast, resources: { requests: { storage: 2Ti } } } } } }] } } }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
allowVolumeExpansion: true`,
      says: [/asks for 2Ti/],
    },
    "a decimal size": {
      yaml: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { storageClassName: other, resources: { requests: { storage: 1.5Ti } } }`,
      says: [/asks for 1.5Ti/],
    },
    "a default class of the program that cannot grow": {
      yaml: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { resources: { requests: { storage: 2Ti } } }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast, annotations: { storageclass.kubernetes.io/is-default-class: "true" } }
provisioner: pd.csi.storage.gke.io`,
      says: [/class fast, whose volumes cannot grow/],
    },
  },
  unknown: {
    "the size": {
      yaml: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { resources: { requests: { storage: <unknown> } } }`,
      field: "spec.resources.requests.storage",
    },
    "the class of a size between the limits": {
      yaml: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { storageClassName: <unknown>, resources: { requests: { storage: 500Gi } } }`,
      field: "spec.storageClassName",
    },
  },
});
