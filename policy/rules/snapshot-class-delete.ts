import { setting } from "./engine/patch";
import { defineRule, problem } from "./engine/rule";

/** A snapshot that goes with its object is no protection from whoever deletes objects. */
export const snapshotClassDelete = defineRule({
  id: "snapshot-class-delete",
  severity: "medium",
  title: "Snapshots outlive their objects",
  why: "With deletionPolicy Delete, deleting a VolumeSnapshot, or its namespace, deletes the snapshot in the cloud: the backup goes together with what it backs up.",
  remediation: "Set `deletionPolicy: Retain` on the VolumeSnapshotClass, and let a schedule with a retention clear up.",
  effort: { time: "minutes", why: "One field; snapshots that exist keep theirs on their VolumeSnapshotContent." },
  outcome: "A deleted namespace leaves its snapshots.",
  url: "https://kubernetes.io/docs/concepts/storage/volume-snapshot-classes/#deletionpolicy",
  example: {
    wrong: `
apiVersion: snapshot.storage.k8s.io/v1
kind: VolumeSnapshotClass
metadata: { name: snapshots }
driver: pd.csi.storage.gke.io
deletionPolicy: Delete`,
    right: `
apiVersion: snapshot.storage.k8s.io/v1
kind: VolumeSnapshotClass
metadata: { name: snapshots }
driver: pd.csi.storage.gke.io
deletionPolicy: Retain`,
  },
  kinds: ["VolumeSnapshotClass"],
  scope: "object",
  *check(object) {
    const field = object.at("deletionPolicy");
    if (field.text === "Delete") {
      yield problem(field, "has deletionPolicy Delete", setting(field, "Retain"));
    }
  },
});
