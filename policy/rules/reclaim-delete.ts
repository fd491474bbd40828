import { makesVolumes } from "../facts/storage-classes";
import { setting } from "./engine/patch";
import { defineRule, problem } from "./engine/rule";

/** The name that stands for no driver: volumes are made by hand. */
const NO_DRIVER = "kubernetes.io/no-provisioner";

/** With Delete, whoever deletes a claim, or the namespace around it, deletes the disk. */
export const reclaimDelete = defineRule({
  id: "reclaim-delete",
  severity: "high",
  title: "Disks outlive their claims",
  why: "With reclaimPolicy Delete, deleting a claim or its namespace deletes the disk at once. That is the most frequent way in which data is lost for good.",
  remediation:
    'Set `reclaimPolicy: Retain`. The field cannot be edited: replace the class; volumes that exist keep their policy until `kubectl patch pv NAME -p \'{"spec":{"persistentVolumeReclaimPolicy":"Retain"}}\'`.',
  effort: { time: "minutes", why: "Replacing a class touches no volume; existing volumes are one patch each." },
  outcome: "A deleted claim leaves a disk that can be bound again.",
  url: "https://kubernetes.io/docs/concepts/storage/storage-classes/#reclaim-policy",
  peers:
    "Kyverno's restrict-storageclass demands Delete, so that nobody pays for forgotten disks. A forgotten disk costs a few euros a month; a deleted one costs the data. Throw-away environments are what the configuration is for.",
  example: {
    wrong: `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io`,
    right: `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
reclaimPolicy: Retain`,
  },
  kinds: ["StorageClass"],
  scope: "object",
  *check(object) {
    const field = object.at("reclaimPolicy");
    const driver = object.at("provisioner").text ?? "";
    if (field.text !== "Retain" && makesVolumes(driver) && driver !== NO_DRIVER) {
      yield problem(field, `has reclaimPolicy ${field.text ?? "not set, which is Delete"}`, setting(field, "Retain"));
    }
  },
});
