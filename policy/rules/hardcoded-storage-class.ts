import { BUILT_IN_CLASSES } from "../facts/storage-classes";
import { classField } from "../graph/classes";
import { WORKLOAD_KINDS } from "../graph/kinds";
import { Undecidable } from "../graph/object";
import { forEach } from "../graph/pods";
import { ownClaims } from "../graph/volumes";
import { defineRule, problem } from "./engine/rule";
import type { Field } from "../graph/object";
import type { ObjectGraph } from "../graph/graph";

/** A class by a literal name that nothing here defines: it is there, and right, by luck. */
export const hardcodedStorageClass = defineRule({
  id: "hardcoded-storage-class",
  severity: "medium",
  title: "A claim's class comes from the program or its configuration",
  why: "A literal name ties the claim to one cluster. GKE's own classes are zonal, delete the disk with the claim, and are put back by GKE when they are edited; another cluster may not have the class at all, and the claim waits for ever.",
  remediation:
    'Define the StorageClass beside the claims and use its name, or take the name from the configuration: `storageClassName: config.require("storageClass")`.',
  effort: {
    time: "minutes",
    why: "For new claims. A claim's class cannot be changed: existing data moves by snapshot, which takes hours.",
  },
  outcome: "Kind of disk, zones and reclaim policy are decided where everybody can read them.",
  url: "https://kubernetes.io/docs/concepts/storage/storage-classes/",
  peers:
    "Gatekeeper's K8sStorageClass and Kyverno's require-storageclass demand a class name on every claim, so that no claim depends on the cluster's default. This rule accepts a claim without a name, and asks where a name comes from.",
  example: {
    wrong: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { storageClassName: premium-rwo }`,
    right: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { storageClassName: fast }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io`,
  },
  kinds: [...WORKLOAD_KINDS, "PersistentVolumeClaim"],
  scope: "graph",
  check(object, graph) {
    return forEach(ownClaims(object), function* (claim) {
      const field = classField(claim);
      if (field.isUnknown) {
        return; // It comes from an Output, so somebody decided it.
      }
      if (claim.spec.at("volumeName").isSet) {
        return; // The volume is chosen by its name; the class is only a word that both share.
      }
      const name = field.text ?? "";
      if (name === "" || isDefined(field, name, graph)) {
        return;
      }
      if (graph.context.configurationHidden === true) {
        yield new Undecidable(field, `nothing here defines storage class ${name}, and the configuration is not shown`);
        return;
      }
      const what = Object.hasOwn(BUILT_IN_CLASSES, name) ? "is one of GKE's own" : "nothing here defines";
      yield problem(field, `names storage class ${name}, which ${what}`);
    });
  },
});

function isDefined(field: Field, name: string, graph: ObjectGraph): boolean {
  return (
    graph.context.configuredClasses?.has(name) === true ||
    graph.sourcesOf(field).some(({ kind }) => kind === "StorageClass") ||
    graph.named(field.owner, "StorageClass", name) !== undefined
  );
}
