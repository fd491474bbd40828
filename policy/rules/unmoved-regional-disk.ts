import { classOf } from "../graph/classes";
import { clusterFor } from "../graph/clusters";
import { machineType } from "../facts/machine-types";
import { machineOf, poolsFor } from "../graph/nodes";
import { mountedClaims } from "../graph/volumes";
import { forEach } from "../graph/pods";
import { defineRule, problem } from "./engine/rule";
import type { ObjectGraph } from "../graph/graph";
import type { GraphObject } from "../graph/object";

/** A disk in two zones is paid for twice so that its pod can move at once; Kubernetes alone waits eight minutes and more. */
export const unmovedRegionalDisk = defineRule({
  id: "unmoved-regional-disk",
  severity: "advisory",
  title: "Pods on two-zone disks are moved when their node is lost",
  why: "A lost node keeps its pods for five minutes, and its disks for six more, because Kubernetes cannot know whether it still writes. The Stateful HA operator of GKE knows, and moves them within a minute or two.",
  remediation:
    "Add a `HighAvailabilityApplication` (ha.gke.io/v1) of the set's name, and switch the operator on: `addonsConfig: { statefulHaConfig: { enabled: true } }`.",
  effort: { time: "minutes", why: "One object, and one field of the cluster." },
  outcome: "A lost zone is an outage of a minute or two.",
  url: "https://cloud.google.com/kubernetes-engine/docs/how-to/stateful-ha",
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: { type: pd-ssd, replication-type: regional-pd }`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }
---
apiVersion: ha.gke.io/v1
kind: HighAvailabilityApplication
metadata: { name: db }
spec: { resourceSelection: { resourceKind: StatefulSet } }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: { type: pd-ssd, replication-type: regional-pd }`,
  },
  kinds: ["StatefulSet"],
  scope: "graph",
  skipsOwned: true,
  check(object, graph) {
    if (!canBeMoved(object, graph) || isMoved(object, graph)) {
      return [];
    }
    return forEach(mountedClaims(object, graph), function* (claim) {
      const found = classOf(claim, graph);
      // The operator moves Persistent Disks only.
      if (found?.regional === true && found.type?.startsWith("pd-") === true) {
        yield problem(
          claim.field,
          `has disks of class ${found.name} in two zones, and no HighAvailabilityApplication that moves its pods from a lost node`,
        );
      }
    });
  },
});

/** Not every machine is known to the operator; where none is to be seen, it may be one that is. */
function canBeMoved(object: GraphObject, graph: ObjectGraph): boolean {
  const pools = clusterFor(object, graph) === undefined ? [] : poolsFor(object, graph);
  return pools.every((pool) => machineType(machineOf(pool))?.statefulHa === true);
}

function isMoved(object: GraphObject, graph: ObjectGraph): boolean {
  return graph.some(object, "HighAvailabilityApplication", (one) => one.name === object.name);
}
