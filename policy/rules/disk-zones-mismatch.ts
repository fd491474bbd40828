import { ZONES_OF_A_REGIONAL_DISK } from "../facts/storage-classes";
import { WORKLOAD_KINDS } from "../graph/kinds";
import { classOf, classZones } from "../graph/classes";
import { poolsFor, zonesFor } from "../graph/nodes";
import { forEach } from "../graph/pods";
import { mountedClaims } from "../graph/volumes";
import { defineRule, problem } from "./engine/rule";
import type { Zones } from "../graph/nodes";

/** A regional disk lives in exactly two zones: its pods need nodes in both, and nowhere else. */
export const diskZonesMismatch = defineRule({
  id: "disk-zones-mismatch",
  severity: "high",
  title: "Two-zone disks live in the two zones of their nodes",
  why: 'A regional disk takes two zones. If its nodes are in others too, or in one only, disks land in pairs of zones that nobody sized: after a zone is lost, pods have no node where their disk is, or provisioning fails with "need 2 zones from topology".',
  remediation:
    "Say the two zones once and use them twice: `nodeLocations: zones` on the pool, and `allowedTopologies: [{ matchLabelExpressions: [{ key: topology.gke.io/zone, values: zones }] }]` on the class.",
  effort: { time: "minutes", why: "For new disks. Existing disks stay in their zones and move by snapshot." },
  outcome: "Wherever a disk is, there are nodes in both of its zones.",
  url: "https://kubernetes.io/docs/concepts/storage/storage-classes/#allowed-topologies",
  example: {
    wrong: `
type: gcp:container/cluster:Cluster
properties: { name: c, location: europe-west1 }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeLocations: [europe-west1-b, europe-west1-c, europe-west1-d] }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: { type: pd-ssd, replication-type: regional-pd }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }`,
    right: `
type: gcp:container/cluster:Cluster
properties: { name: c, location: europe-west1 }
---
type: gcp:container/nodePool:NodePool
properties: { cluster: c, nodeLocations: [europe-west1-b, europe-west1-c] }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: { type: pd-ssd, replication-type: regional-pd }
allowedTopologies: [{ matchLabelExpressions: [{ key: topology.gke.io/zone, values: [europe-west1-b, europe-west1-c] }] }]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }`,
  },
  kinds: WORKLOAD_KINDS,
  scope: "graph",
  skipsOwned: true,
  check(object, graph) {
    return forEach(mountedClaims(object, graph), function* (claim) {
      const found = classOf(claim, graph);
      if (found?.object === undefined || !found.regional) {
        return;
      }
      const allowed = classZones(found.object);
      for (const pool of poolsFor(object, graph)) {
        const zones = zonesFor(object, pool, graph);
        if (!isPair(zones, allowed)) {
          const where = zones.names?.join(", ") ?? `${String(zones.count)} zones that Google chooses`;
          const disks = allowed?.join(", ") ?? "zones that are left open";
          yield problem(
            claim.field,
            `may run on ${pool.title} in ${where}, with disks of class ${found.name} in ${disks}`,
          );
        }
      }
    });
  },
});

/** Whether a pool is in exactly the two zones that a class allows. */
function isPair({ count, names }: Zones, allowed: readonly string[] | undefined): boolean {
  return count === ZONES_OF_A_REGIONAL_DISK && names !== undefined && names.join() === allowed?.join();
}
