import { diskKind, machineType } from "../facts/machine-types";
import { classField, classOf } from "../graph/classes";
import { poolsFor } from "../graph/nodes";
import { forEach } from "../graph/pods";
import { ownClaims } from "../graph/volumes";
import { defineRule, problem } from "../rule";
import type { ClaimClass } from "../graph/classes";

/** Third-generation families that still attach some zonal Persistent Disks. Source: docs/decisions/0005 */
const TAKES_BOTH = ["c3", "c3d"];
/** Disk type by which GKE chooses what the node can attach. */
const DYNAMIC = "dynamic";

/** A disk that the machine cannot attach leaves the pod in ContainerCreating. */
export const diskMachineMismatch = defineRule({
  id: "disk-machine-mismatch",
  severity: "critical",
  title: "A pool's machines can attach the disks of their pods",
  why: "Machines of the second generation (e2, n1, n2, n2d) take Persistent Disk; newer ones (n4, c4, …) take Hyperdisk. The scheduler does not know: it places the pod, and the disk never attaches.",
  remediation:
    "Change the pool's machineType or the class's type: `pd-balanced` with e2 or n2, `hyperdisk-balanced` with n4 or c4. In two zones: `replication-type: regional-pd`, or `hyperdisk-balanced-high-availability`.",
  effort: { time: "hours", why: "A new pool or a new class; existing data moves by snapshot." },
  outcome: "Pods start with their disks on every node they may land on.",
  url: "https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/hyperdisk",
  example: {
    wrong: `
type: gcp:container/cluster:Cluster
properties: { name: c }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeConfig: { machineType: n4-standard-4 } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: premium-rwo } }] }`,
    right: `
type: gcp:container/cluster:Cluster
properties: { name: c }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeConfig: { machineType: n2-standard-4 } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: premium-rwo } }] }`,
  },
  kinds: ["StatefulSet", "Deployment"],
  scope: "graph",
  check(object, graph) {
    return forEach(ownClaims(object), function* (claim) {
      const found = classOf(claim, graph);
      if (found?.type === undefined || found.type === DYNAMIC) {
        return;
      }
      for (const pool of poolsFor(object, graph)) {
        const name = pool.at("nodeConfig.machineType").text ?? "";
        if (!fits(found, name)) {
          yield problem(
            classField(claim),
            `uses ${found.type} disks of class ${found.name} and may run on ${pool.title}, whose machines (${name}) cannot attach them`,
          );
        }
      }
    });
  },
});

/** Whether machines attach the disks of a class. What is not known about a machine is no reason to complain. */
function fits({ regional, type = "" }: ClaimClass, machine: string): boolean {
  const facts = machineType(machine);
  if (facts === undefined || (TAKES_BOTH.includes(facts.family) && !regional)) {
    return true;
  }
  return facts.disks === diskKind(type);
}
