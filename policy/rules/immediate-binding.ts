import { makesVolumes } from "../facts/storage-classes";
import { setting } from "./engine/patch";
import { defineRule, problem } from "./engine/rule";

/** Drivers whose volumes are reached over the network from every zone: where they are made does not matter. */
const NETWORK_DRIVERS =
  /filestore|nfs|gcsfuse|efs|azure-?file|\bfile\.csi|cephfs|\brbd\b|glusterfs|longhorn|portworx|quobyte|storageos|smb\.csi/;

/** A disk that is made before its pod is placed may be in a zone where the pod cannot run. */
export const immediateBinding = defineRule({
  id: "immediate-binding",
  severity: "high",
  title: "A disk is made where its pod will run",
  why: 'With Immediate binding the disk is made in some zone before the scheduler has chosen a node. If the pod cannot run there, it waits for ever with "volume node affinity conflict".',
  remediation:
    "Set `volumeBindingMode: WaitForFirstConsumer`. The field cannot be edited: make a new class, or replace this one; volumes that exist are not touched.",
  effort: { time: "minutes", why: "Replacing a class touches no volume." },
  outcome: "Disk and pod are always in the same zone.",
  url: "https://kubernetes.io/docs/concepts/storage/storage-classes/#volume-binding-mode",
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
volumeBindingMode: WaitForFirstConsumer`,
  },
  kinds: ["StorageClass"],
  scope: "object",
  remedy: () => ({ volumeBindingMode: "WaitForFirstConsumer" }),
  *check(object) {
    const field = object.at("volumeBindingMode");
    const driver = object.at("provisioner").text ?? "";
    if (field.text !== "WaitForFirstConsumer" && makesVolumes(driver) && !NETWORK_DRIVERS.test(driver)) {
      const says = `has volumeBindingMode ${field.text ?? "not set, which is Immediate"}`;
      yield problem(field, says, setting(field, "WaitForFirstConsumer"));
    }
  },
});
