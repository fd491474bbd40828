import { isBlockDriver } from "../facts/storage-classes";
import { classOf } from "../graph/classes";
import { WORKLOAD_KINDS } from "../graph/kinds";
import { forEach } from "../graph/pods";
import { isSharedWrite, ownClaims } from "../graph/volumes";
import { defineRule, problem } from "./engine/rule";

/** A disk with a file system cannot be written from two nodes, whatever the claim asks for. */
export const sharedModeOnDisk = defineRule({
  id: "shared-mode-on-disk",
  severity: "high",
  title: "A claim for shared files is not put on a disk",
  why: "A Persistent Disk with a file system attaches for writing to one node. The driver refuses ReadWriteMany there, and the claim waits for ever.",
  remediation:
    "For shared files use a Filestore class such as `storageClassName: standard-rwx`; for a disk of one pod write `accessModes: [ReadWriteOnce]`.",
  effort: { time: "hours", why: "A claim's class cannot be changed, so data moves." },
  outcome: "The claim binds, and pods start.",
  url: "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes",
  peers:
    "KubeBuddy flags ReadWriteMany on raw block volumes too, which this driver does support. This rule lets volumeMode Block pass.",
  example: {
    wrong: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: files }
spec: { accessModes: [ReadWriteMany], storageClassName: premium-rwo }`,
    right: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: files }
spec: { accessModes: [ReadWriteMany], storageClassName: standard-rwx }`,
  },
  kinds: [...WORKLOAD_KINDS, "PersistentVolumeClaim"],
  scope: "graph",
  check(object, graph) {
    return forEach(ownClaims(object), function* (claim) {
      if (!isSharedWrite(claim) || claim.spec.at("volumeMode").text === "Block") {
        return;
      }
      const found = classOf(claim, graph);
      if (found !== undefined && isBlockDriver(found.provisioner)) {
        yield problem(claim.spec.at("accessModes"), `asks for ReadWriteMany on class ${found.name}, which makes disks`);
      }
    });
  },
});
