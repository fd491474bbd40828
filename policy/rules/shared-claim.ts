import { ordinalIn } from "../facts/ordinals";
import { ifKnown } from "../graph/doubts";
import { WORKLOAD_KINDS } from "../graph/kinds";
import { Undecidable } from "../graph/object";
import { isWorkload } from "../graph/pods";
import { podRange, showPods } from "../graph/scaling";
import {
  attachesOnce,
  claimOf,
  isDefinedElsewhere,
  isExclusive,
  isWritten,
  volumesOf,
  volumeTarget,
  volumeTitle,
} from "../graph/volumes";
import { defineRule, problem } from "./engine/rule";
import { titlesOf } from "../graph/titles";
import type { ObjectGraph } from "../graph/graph";
import type { GraphObject } from "../graph/object";
import type { Claim, Volume } from "../graph/volumes";
import type { Outcome } from "./engine/rule";

/** One claim, several writers: the disk attaches to one node, and two processes that write the same files break them. */
export const sharedClaim = defineRule({
  id: "shared-claim",
  severity: "critical",
  title: "A claim is written by one pod",
  why: "A disk attaches to one node at a time. A second pod waits for ever on another node, or writes the same files on the same node, which breaks databases.",
  remediation:
    "Give each pod its own claim: a StatefulSet with `volumeClaimTemplates: [{ metadata: { name: data }, spec: … }]` in the place of the pod's volume. Where files really are shared, use a claim with accessModes [ReadWriteMany] on a Filestore class; where pods on several nodes only read, use one with [ReadOnlyMany].",
  effort: { time: "hours", why: "The data has to be given to one pod, or copied for each." },
  outcome: "Every pod can start on any node, and nobody writes another one's files.",
  url: "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes",
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 3
  template:
    spec:
      containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }]
      volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 20Gi } } }`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 3
  template:
    spec:
      containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 20Gi } } }`,
  },
  kinds: WORKLOAD_KINDS,
  scope: "graph",
  skipsOwned: true,
  *check(object, graph) {
    // What has no pod attaches nothing, and may be on its way out.
    if (podRange(object, graph).max === 0) {
      return;
    }
    for (const volume of volumesOf(object).filter(({ source }) => source === "claim")) {
      yield* forOthers(volume, object, graph);
    }
    for (const volume of volumesOf(object).filter((one) => isExclusive(one, graph))) {
      const range = podRange(object, graph);
      const name = volumeTitle(volume);
      const others = writersOf(volume, object, graph);
      if (isDefinedElsewhere(volume, graph) && (range.max > 1 || others.length > 0)) {
        yield new Undecidable(
          volume.field,
          `more than one pod writes to ${name}, which is not defined here: right only if its access mode is ReadWriteMany`,
        );
        continue;
      }
      if (range.max > 1) {
        yield problem(volume.field, `lets ${showPods(range)} write to ${name}, which attaches to one node at a time`);
      }
      if (others.length > 0) {
        yield problem(volume.field, `writes to ${name}, and so does ${titlesOf(others)}`);
      }
    }
  },
});

/** A claim that a StatefulSet makes for its own pod, or that others write to and this one only reads: it attaches to one node all the same. */
function* forOthers(volume: Volume, object: GraphObject, graph: ObjectGraph): Iterable<Outcome> {
  const maker = makerOf(volume, object, graph);
  if (maker !== undefined) {
    yield problem(
      volume.field,
      `mounts ${volumeTitle(volume)}, which ${maker.title} makes for its own pod: one of the two waits on another node, or both write the same files`,
    );
    return;
  }
  const claim = isWritten(volume) ? undefined : claimOf(volume, graph);
  if (claim === undefined || !attachesOnce(claim)) {
    return;
  }
  const range = podRange(object, graph);
  if (range.max > 1) {
    const holder = isForOnePod(claim) ? "one pod" : "one node";
    yield problem(
      volume.field,
      `lets ${showPods(range)} read ${volumeTitle(volume)}, which attaches to ${holder} at a time, whoever only reads`,
    );
  }
  const [writers, readers] = [writersOf(volume, object, graph), usersOf(allReaders, volume, object, graph)];
  const others = writers.length > 0 ? writers : readers;
  if (others.length > 0) {
    const what = writers.length > 0 ? "writes to it" : "reads it too";
    yield problem(
      volume.field,
      `mounts ${volumeTitle(volume)} read-only, and ${titlesOf(others)} ${what}: on another node one of them waits`,
    );
  }
}

/** Whether a claim is for one pod alone, whatever node it is on. */
function isForOnePod({ spec }: Claim): boolean {
  return spec.at("accessModes").texts.includes("ReadWriteOncePod");
}

/** The StatefulSet beside it whose template makes the claim that a volume names: `<template>-<set>-<ordinal>`. */
function makerOf(volume: Volume, object: GraphObject, graph: ObjectGraph): GraphObject | undefined {
  const name = volumeTarget(volume).text;
  if (name === undefined || !/-\d+$/.test(name)) {
    return undefined;
  }
  const isMaker = (set: GraphObject): boolean => set !== object && sameFolder(object, set) && makes(set, name, graph);
  return graph.some(object, "StatefulSet", isMaker) ? graph.near(object, "StatefulSet").find(isMaker) : undefined;
}

function makes(set: GraphObject, claim: string, graph: ObjectGraph): boolean {
  const templates = volumesOf(set).filter(
    ({ field, source }) =>
      source === "template" && attachesOnce({ spec: field.at("spec"), metadata: field.at("metadata") }),
  );
  if (set.nameField.isUnknown && templates.some(({ name }) => claim.startsWith(`${name}-`))) {
    throw new Undecidable(set.nameField);
  }
  // A claim without a pod is anybody's: data moves that way.
  const first = set.at("spec.ordinals.start").number ?? 0;
  return templates.some(({ name }) => {
    const ordinal = ordinalIn(claim, `${name}-${set.name ?? ""}`);
    return ordinal !== undefined && ordinal >= first && ordinal < first + podRange(set, graph).max;
  });
}

/** Key of what a volume names; the same for everybody in the cluster who names something so. */
function keyOf(volume: Volume, object: GraphObject, graph: ObjectGraph): string {
  const target = volumeTarget(volume);
  const claim = target.isUnknown ? graph.target(target, "PersistentVolumeClaim") : undefined;
  const name = claim === undefined ? (target.text ?? "") : (claim.name ?? claim.urn ?? "");
  return [object.facts.cluster, volume.source, name].join("\u0000");
}

type Users = ReadonlyMap<string, readonly GraphObject[]>;

const allWriters = (graph: ObjectGraph): Users => usersBy(isExclusive, graph);
const allReaders = (graph: ObjectGraph): Users => usersBy(isReadOnlyUse, graph);

/** Whether a volume is a claim that attaches once, and is only read here. */
function isReadOnlyUse(volume: Volume, graph: ObjectGraph): boolean {
  const claim = volume.source === "claim" && !isWritten(volume) ? claimOf(volume, graph) : undefined;
  return claim !== undefined && attachesOnce(claim);
}

function usersBy(isUse: (volume: Volume, graph: ObjectGraph) => boolean, graph: ObjectGraph): Users {
  const users = WORKLOAD_KINDS.flatMap((kind) => graph.all(kind)).flatMap((object) =>
    ifKnown(() => keysOf(object, isUse, graph), []).map((key) => ({ key, object })),
  );
  const byKey = Map.groupBy(users, ({ key }) => key);
  return new Map([...byKey].map(([key, all]) => [key, all.map(({ object }) => object)]));
}

/** What nobody runs uses nothing. */
function keysOf(
  object: GraphObject,
  isUse: (volume: Volume, graph: ObjectGraph) => boolean,
  graph: ObjectGraph,
): readonly string[] {
  const isRunning = isWorkload(object) && podRange(object, graph).max > 0;
  const volumes = isRunning ? volumesOf(object).filter((volume) => isUse(volume, graph)) : [];
  return volumes.map((volume) => keyOf(volume, object, graph));
}

/** Other workloads that write to the same volume; of files, only those beside it, for the rest may be copies. */
function writersOf(volume: Volume, object: GraphObject, graph: ObjectGraph): readonly GraphObject[] {
  return usersOf(allWriters, volume, object, graph);
}

function usersOf(
  all: (graph: ObjectGraph) => Users,
  volume: Volume,
  object: GraphObject,
  graph: ObjectGraph,
): readonly GraphObject[] {
  const others = (graph.once(all).get(keyOf(volume, object, graph)) ?? []).filter((other) => other !== object);
  return others.filter(
    (other) => sameFolder(object, other) && (volume.source === "disk" || meet(object, other, graph)),
  );
}

/** Whether two workloads are in one namespace, in which a claim's name means one claim. A disk has no namespace. */
function meet(object: GraphObject, other: GraphObject, graph: ObjectGraph): boolean {
  const [own, its] = [graph.namespaceOf(object), graph.namespaceOf(other)];
  if (own === undefined || its === undefined) {
    throw new Undecidable((own === undefined ? object : other).namespaceField);
  }
  return own === its;
}

function sameFolder(object: GraphObject, other: GraphObject): boolean {
  const folder = ({ facts: { origin } }: GraphObject): string =>
    "file" in origin ? origin.file.slice(0, origin.file.lastIndexOf("/") + 1) : "";
  return folder(object) === folder(other);
}
