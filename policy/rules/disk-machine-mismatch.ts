import { canAttach } from "../facts/machine-types";
import { WORKLOAD_KINDS } from "../graph/kinds";
import { classOf } from "../graph/classes";
import { machineOf, poolsFor } from "../graph/nodes";
import { forEach } from "../graph/pods";
import { mountedClaims } from "../graph/volumes";
import { defineRule, problem } from "./engine/rule";

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
  kinds: WORKLOAD_KINDS,
  scope: "graph",
  skipsOwned: true,
  check(object, graph) {
    return forEach(mountedClaims(object, graph), function* (claim) {
      const found = classOf(claim, graph);
      if (found?.type === undefined || found.type === DYNAMIC) {
        return;
      }
      for (const pool of poolsFor(object, graph)) {
        const name = machineOf(pool);
        if (canAttach(name, found.type, found.regional) === false) {
          yield problem(
            claim.field,
            `uses ${found.type} disks of class ${found.name} and may run on ${pool.title}, whose machines (${name}) cannot attach them`,
          );
        }
      }
    });
  },
});
