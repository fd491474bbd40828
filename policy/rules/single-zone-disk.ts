import { isBlockDriver, REGIONAL_PD } from "../facts/storage-classes";
import { WORKLOAD_KINDS } from "../graph/kinds";
import { classOf } from "../graph/classes";
import { poolsFor, zonesFor } from "../graph/nodes";
import { forEach } from "../graph/pods";
import { podRange, showPods } from "../graph/scaling";
import { mountedClaims } from "../graph/volumes";
import { setting } from "./engine/patch";
import { defineRule, problem } from "./engine/rule";
import type { ClaimClass } from "../graph/classes";
import type { Patch } from "./engine/patch";
import type { ObjectGraph } from "../graph/graph";
import type { GraphObject } from "../graph/object";

/** A zonal disk ties its pod to one zone for ever. */
export const singleZoneDisk = defineRule({
  id: "single-zone-disk",
  severity: "high",
  title: "Disks of a service that runs in several zones live in two zones",
  why: "A pod can only run in the zone of its disk. When that zone is lost, the pod waits until it is back, however many nodes other zones have.",
  remediation:
    "Use a class with `parameters: { type: pd-balanced, replication-type: regional-pd }`, or `type: hyperdisk-balanced-high-availability` on machines of the third generation and newer, with allowedTopologies naming the pool's two zones. Existing disks move by VolumeSnapshot.",
  effort: {
    time: "hours",
    why: "The class is a few lines; existing data moves by snapshot and restore, replica by replica.",
  },
  outcome: "A pod of a lost zone starts again in the other one, with its data.",
  url: "https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/regional-pd",
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 3
  volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }]
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: { type: pd-ssd }`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 3
  volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }]
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: { type: pd-ssd, replication-type: regional-pd }`,
  },
  kinds: WORKLOAD_KINDS,
  scope: "graph",
  skipsOwned: true,
  check(object, graph) {
    return forEach(mountedClaims(object, graph), function* (claim) {
      const found = classOf(claim, graph);
      const spread = found === undefined ? undefined : spreadOf(object, graph);
      if (found !== undefined && spread !== undefined && isBlockDriver(found.provisioner) && !found.regional) {
        const what = `${found.type ?? "a disk"} in one zone`;
        yield problem(
          claim.field,
          `runs ${spread} on disks of class ${found.name}, which is ${what}`,
          inTwoZones(found),
        );
      }
    });
  },
});

/** In how many zones a workload runs, in words; undefined where it is one. Without pools to look at, replicas decide. */
function spreadOf(object: GraphObject, graph: ObjectGraph): string | undefined {
  const range = podRange(object, graph);
  const pools = poolsFor(object, graph);
  if (pools.length === 0) {
    return range.max > 1 ? showPods(range) : undefined;
  }
  const zones = pools.map((pool) => zonesFor(object, pool, graph));
  const names = new Set(zones.flatMap((zone) => zone.names ?? []));
  const count = Math.max(names.size, ...zones.map((zone) => zone.count));
  return count > 1 ? `${showPods(range)} in ${String(count)} zones` : undefined;
}

/** Persistent disks of a class of one's own become regional by one parameter. */
function inTwoZones({ object, type }: ClaimClass): (() => Patch) | undefined {
  return object !== undefined && type?.startsWith("pd-") === true
    ? setting(object.at("parameters").of("replication-type"), REGIONAL_PD)
    : undefined;
}
