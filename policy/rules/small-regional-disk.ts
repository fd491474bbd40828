import { GIB, quantity } from "../facts/quantities";
import { REGIONAL_PD_STANDARD_MIN_GIB } from "../facts/storage-classes";
import { classOf } from "../graph/classes";
import { WORKLOAD_KINDS } from "../graph/kinds";
import { forEach } from "../graph/pods";
import { ownClaims } from "../graph/volumes";
import { defineRule, problem } from "./engine/rule";

/** Google does not make regional pd-standard disks under 200 GiB. */
export const smallRegionalDisk = defineRule({
  id: "small-regional-disk",
  severity: "high",
  title: "A regional pd-standard disk has at least 200 GiB",
  why: `Google refuses regional pd-standard disks under ${String(REGIONAL_PD_STANDARD_MIN_GIB)} GiB. The claim waits for ever.`,
  remediation: "Use `parameters: { type: pd-balanced, replication-type: regional-pd }`, which has no such limit.",
  effort: { time: "minutes", why: "The volume does not exist yet, so nothing moves." },
  outcome: "The disk is made.",
  url: "https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/regional-pd",
  example: {
    wrong: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { storageClassName: cheap, resources: { requests: { storage: 20Gi } } }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: cheap }
provisioner: pd.csi.storage.gke.io
parameters: { type: pd-standard, replication-type: regional-pd }`,
    right: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { storageClassName: cheap, resources: { requests: { storage: 20Gi } } }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: cheap }
provisioner: pd.csi.storage.gke.io
parameters: { type: pd-balanced, replication-type: regional-pd }`,
  },
  kinds: [...WORKLOAD_KINDS, "PersistentVolumeClaim"],
  scope: "graph",
  check(object, graph) {
    return forEach(ownClaims(object), function* (claim) {
      const found = classOf(claim, graph);
      if (found?.regional !== true || found.type !== "pd-standard") {
        return;
      }
      const field = claim.spec.at("resources.requests.storage");
      const size = quantity(field.known);
      if (size !== undefined && size < REGIONAL_PD_STANDARD_MIN_GIB * GIB) {
        yield problem(
          field,
          `asks for ${field.shown} on class ${found.name}, regional pd-standard, which starts at ${String(REGIONAL_PD_STANDARD_MIN_GIB)} GiB`,
        );
      }
    });
  },
});
