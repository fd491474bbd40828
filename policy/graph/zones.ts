import { ZONE_LABELS } from "../facts/node-labels";
import { classOf, classZones } from "./classes";
import { nodeTerms, poolsFor, zonesFor } from "./nodes";
import { podSpec } from "./pods";
import { mountedClaims } from "./volumes";
import type { ObjectGraph } from "./graph";
import type { GraphObject } from "./object";

/** Most zones of a region: us-central1 has four. Source: https://cloud.google.com/compute/docs/regions-zones */
const MOST_ZONES = 4;

/** Zones that a workload's pods can be in. */
export interface ZoneCount {
  readonly count: number;
  /** Whether something says so; otherwise it is no more than any region has. */
  readonly isKnown: boolean;
}

/** Zones that the pods can be in: those of the pools, of their disks, and of the nodes that they ask for. */
export function zoneCount(object: GraphObject, graph: ObjectGraph): ZoneCount {
  const pools = poolsFor(object, graph).map((pool) => zonesFor(object, pool, graph));
  const names = new Set(pools.flatMap((zones) => zones.names ?? []));
  const ofPools = pools.length === 0 ? [] : [Math.max(names.size, ...pools.map(({ count }) => count))];
  const ofDisks = mountedClaims(object, graph).flatMap((claim) => {
    const found = classOf(claim, graph)?.object;
    return (found && classZones(found)?.length) ?? [];
  });
  const known = [...ofPools, ...ofDisks, ...askedZones(object)];
  return { count: Math.min(MOST_ZONES, ...known), isKnown: known.length > 0 };
}

/** Numbers of zones that a node selector and each alternative of a required affinity leave; none where they say nothing of zones. */
function askedZones(object: GraphObject): readonly number[] {
  const spec = podSpec(object);
  const selected = ZONE_LABELS.some((label) => spec.at("nodeSelector").of(label).isSet) ? [1] : [];
  const terms = nodeTerms(spec).map((term) =>
    term
      .at("matchExpressions")
      .items.filter((one) => ZONE_LABELS.includes(one.at("key").text ?? "") && one.at("operator").text === "In")
      .flatMap((one) => one.at("values").texts),
  );
  const isBound = terms.length > 0 && terms.every((zones) => zones.length > 0);
  return [...selected, ...(isBound ? [new Set(terms.flat()).size] : [])];
}
