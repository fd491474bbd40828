import { WORKLOAD_KINDS } from "../graph/kinds";
import { isWorkload, podSpec } from "../graph/pods";
import { defineRule, problem } from "./engine/rule";
import type { GraphObject } from "../graph/object";
import type { Outcome } from "./engine/rule";

/** Drivers that Kubernetes contained once. Source: https://kubernetes.io/docs/concepts/storage/volumes/ , removed types */
const REMOVED_DRIVERS: readonly string[] = [
  "kubernetes.io/aws-ebs",
  "kubernetes.io/azure-disk",
  "kubernetes.io/azure-file",
  "kubernetes.io/cinder",
  "kubernetes.io/gce-pd",
  "kubernetes.io/glusterfs",
  "kubernetes.io/rbd",
  "kubernetes.io/vsphere-volume",
];

/** Drivers that were part of Kubernetes are gone; their names work only where a migration forwards them. */
export const inTreeProvisioner = defineRule({
  id: "in-tree-provisioner",
  severity: "high",
  title: "Disks come from a CSI driver",
  why: "The drivers inside Kubernetes are removed. Their names are forwarded to CSI drivers where that is switched on, without snapshots, and with old defaults: on Google Cloud zonal pd-standard.",
  remediation:
    "Make a new class with `provisioner: pd.csi.storage.gke.io`, or the CSI driver of your cloud, and parameters of its own (it refuses those of another driver), and let new claims use it. Inline disks become a PersistentVolume with `csi: { driver: pd.csi.storage.gke.io, volumeHandle: projects/P/zones/Z/disks/D }` and a claim.",
  effort: {
    time: "hours",
    why: "Classes cannot be edited; existing volumes stay with the old one until they are moved.",
  },
  outcome: "Snapshots, expansion and two-zone disks work.",
  url: "https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/gce-pd-csi-driver",
  example: {
    wrong: `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: kubernetes.io/gce-pd`,
    right: `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io`,
  },
  kinds: ["StorageClass", "PersistentVolume", ...WORKLOAD_KINDS],
  scope: "object",
  check(object) {
    switch (object.kind) {
      case "StorageClass":
        return checkClass(object);
      case "PersistentVolume":
        return checkVolume(object);
      default:
        return checkPods(object);
    }
  },
});

function* checkClass(object: GraphObject): Iterable<Outcome> {
  const field = object.at("provisioner");
  if (REMOVED_DRIVERS.includes(field.text ?? "")) {
    yield problem(field, `has provisioner ${field.shown}, which Kubernetes no longer contains`);
  }
}

function* checkVolume(object: GraphObject): Iterable<Outcome> {
  const field = object.at("spec.gcePersistentDisk");
  if (field.isSet) {
    yield problem(field, "names its disk by spec.gcePersistentDisk, which Kubernetes no longer contains");
  }
}

function* checkPods(object: GraphObject): Iterable<Outcome> {
  for (const volume of isWorkload(object) ? podSpec(object).at("volumes").items : []) {
    const field = volume.at("gcePersistentDisk");
    if (field.isSet) {
      yield problem(field, `mounts ${volume.at("name").shown} by gcePersistentDisk, without a claim`);
    }
  }
}
