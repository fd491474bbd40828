import { ZONE_LABELS } from "../facts/node-labels";
import { someHolds } from "../graph/doubts";
import { isBlockDriver, REGIONAL_PD } from "../facts/storage-classes";
import { WORKLOAD_KINDS } from "../graph/kinds";
import { classOf } from "../graph/classes";
import { poolsFor, zonesFor } from "../graph/nodes";
import { forEach, podLabels, podSpec } from "../graph/pods";
import { podRange, showPods } from "../graph/scaling";
import { labelSelects } from "../graph/selectors";
import { isAboutOwnNamespace, mustHold } from "../graph/spread";
import { mountedClaims } from "../graph/volumes";
import { zoneCount } from "../graph/zones";
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
  title: "Disks live in two zones, or each replica in its own",
  why: "A pod can only run in the zone of its disk. When that zone is lost, the pod waits until it is back, however many nodes other zones have. With one replica the service waits with it; replicas that nothing holds apart may all have their disks in that zone.",
  remediation:
    "Use a class with `parameters: { type: pd-balanced, replication-type: regional-pd }`, or `type: hyperdisk-balanced-high-availability` on machines of the third generation and newer, with allowedTopologies naming the pool's two zones. Or, for software that replicates, hold replicas apart: a topologySpreadConstraint over topology.kubernetes.io/zone with DoNotSchedule, on a class with WaitForFirstConsumer. Existing disks move by VolumeSnapshot.",
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
      const spread = found === undefined || !isZonal(found) ? undefined : spreadOf(object, graph);
      if (found !== undefined && spread !== undefined && !(isApart(object, graph) && !found.immediate)) {
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

function isZonal({ provisioner, regional }: ClaimClass): boolean {
  return isBlockDriver(provisioner) && !regional;
}

/**
 * Whether replicas are held apart over zones: each then has its disk in its own zone, and a lost zone takes its share only. That the
 * service goes on without it is what several replicas are for.
 */
function isApart(object: GraphObject, graph: ObjectGraph): boolean {
  const pods = podRange(object, graph).min;
  const spec = podSpec(object);
  const labels = podLabels(object);
  const constraints = spec
    .at("topologySpreadConstraints")
    .items.filter((one) => mustHold(one) && (one.at("maxSkew").number ?? 1) < pods);
  const terms = spec.at("affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution").items;
  return (
    pods > 1 &&
    zoneCount(object, graph).count > 1 &&
    someHolds(
      [...constraints, ...terms].filter((one) => ZONE_LABELS.includes(one.at("topologyKey").text ?? "")),
      (one) => isAboutOwnNamespace(one, object) && labelSelects(one.at("labelSelector"), labels),
    )
  );
}

/** How a workload runs, in words, where a lost zone takes it for long; undefined where it has one zone only by its pools. */
function spreadOf(object: GraphObject, graph: ObjectGraph): string | undefined {
  const range = podRange(object, graph);
  const pools = poolsFor(object, graph);
  if (pools.length === 0) {
    // A Job ends, and what it left is read by the next one in the same zone.
    const isBatch = object.kind === "Job" || object.kind === "CronJob";
    return range.max > (isBatch ? 1 : 0) ? showPods(range) : undefined;
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
