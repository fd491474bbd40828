import { Big } from "big.js";
import { ordinalIn } from "../facts/ordinals";
import { quantity, GIB, MIB } from "../facts/quantities";
import { DEFAULT_DISK_TYPE, PROVISIONED_IOPS, PROVISIONED_THROUGHPUT } from "../facts/storage-classes";
import { classField, classOf, classZones } from "../graph/classes";
import { clusterFor } from "../graph/clusters";
import { ifKnown } from "../graph/doubts";
import { claimOf, claimOfObject, volumesOf } from "../graph/volumes";
import { band, times } from "./band";
import { podBand, workloadName } from "./demand";
import { item } from "./item";
import { regionOf } from "../graph/clusters";
import { diskMonth, snapshotMonth } from "./prices";
import type { ClaimClass } from "../graph/classes";
import type { ObjectGraph } from "../graph/graph";
import type { GraphObject } from "../graph/object";
import type { Claim, Volume } from "../graph/volumes";
import type { Band } from "./band";
import type { CostContext } from "./compute";
import type { CostItem } from "./item";

/** What the claims cost that a workload makes for its pods. Size counts, not use, and a claim outlives its pod. */
export function workloadItems(object: GraphObject, context: CostContext): readonly CostItem[] {
  const { graph, usage } = context;
  const pods = podBand(object, graph, usage);
  const retained = usage.retained?.[workloadName(object)] ?? 0;
  return ownVolumes(object).flatMap((volume) => {
    const facts = volumeFacts(volume, context);
    const used = claimItem(`claims ${volume.name}`, facts, pods);
    const performance = performanceItems(volume, pods, graph);
    return retained === 0 || volume.source === "ephemeral"
      ? [used, ...performance]
      : [used, claimItem(`idle claims ${volume.name}, no pod`, facts, band(retained)), ...performance];
  });
}

/** Price a month of the claims that one pod leaves behind, or undefined where it is not known. */
export function idleClaimsMonth(object: GraphObject, context: CostContext): Big | undefined {
  if (object.at("spec.persistentVolumeClaimRetentionPolicy.whenScaled").text === "Delete") {
    return new Big(0);
  }
  let sum = new Big(0);
  for (const volume of ownVolumes(object).filter(({ source }) => source === "template")) {
    const { gib, price } = volumeFacts(volume, context);
    if (gib === undefined || price === undefined) {
      return undefined;
    }
    sum = sum.plus(price.times(gib));
  }
  return sum;
}

/** What a claim costs that stands for itself. */
export function claimItems(claim: GraphObject, context: CostContext): readonly CostItem[] {
  if (isAdopted(claim, context.graph)) {
    return [];
  }
  return [claimItem("claim", claimFacts(claimOfObject(claim), context), band(1))];
}

/** Whether a StatefulSet takes the claim for one of its own: `<template>-<set>-<ordinal>`. */
function isAdopted(claim: GraphObject, graph: ObjectGraph): boolean {
  return graph
    .near(claim, "StatefulSet")
    .some((set) =>
      ifKnown(() => ownVolumes(set), []).some(
        ({ name, source }) =>
          source === "template" && ordinalIn(claim.name ?? "", `${name}-${set.name ?? ""}`) !== undefined,
      ),
    );
}

function ownVolumes(object: GraphObject): readonly Volume[] {
  return volumesOf(object).filter(({ source }) => source === "template" || source === "ephemeral");
}

/** The disk of a claim. */
interface ClaimDisk {
  readonly type: string;
  /** Whether it is in two zones. */
  readonly regional: boolean;
  readonly region: string;
}

/** What decides about the cost of a claim. */
interface ClaimFacts {
  readonly title: string;
  /** Size in whole GiB, as disks are made; undefined where the claim asks for none. */
  readonly gib: number | undefined;
  /** Its disk; undefined where type or region are not known. */
  readonly disk?: ClaimDisk | undefined;
  /** Price of a GiB a month. */
  readonly price: Big | undefined;
}

/** GiB of a workload's own claims, each volume of all pods together; without those of which the size is not known. */
export function claimSizes(object: GraphObject, context: CostContext): readonly Band[] {
  return claimsOf(object, context).map(({ gib }) => gib);
}

/** The disks of a workload's own claims, as far as they are known, and their GiB together. */
export function claimDisks(object: GraphObject, context: CostContext): readonly (ClaimDisk & { gib: Band })[] {
  return claimsOf(object, context).flatMap(({ disk, gib }) => (disk === undefined ? [] : [{ ...disk, gib }]));
}

function claimsOf(object: GraphObject, context: CostContext): readonly { disk?: ClaimDisk | undefined; gib: Band }[] {
  const pods = podBand(object, context.graph, context.usage);
  return ownVolumes(object).flatMap((volume) => {
    const { disk, gib } = volumeFacts(volume, context);
    return gib === undefined ? [] : [{ disk, gib: times(pods, gib) }];
  });
}

/** What a class gives each disk, and what it is counted in. */
const PERFORMANCE = [
  { parameter: PROVISIONED_IOPS, title: "IOPS", unit: "IOPS", unitSize: 1, free: 3000 },
  { parameter: PROVISIONED_THROUGHPUT, title: "throughput", unit: "MiB/s", unitSize: MIB, free: 140 },
] as const;

/**
 * Provisioned performance of a workload's disks beyond what each has for nothing. Its prices are not in the table, so that only quantities
 * are shown. Source: https://cloud.google.com/compute/docs/disks/hd-types/hyperdisk-balanced (baseline performance)
 */
function performanceItems(volume: Volume, pods: Band, graph: ObjectGraph): readonly CostItem[] {
  const claim = claimOf(volume, graph);
  const parameters = claim && classOf(claim, graph)?.object?.at("parameters");
  return PERFORMANCE.flatMap(({ free, parameter, title, unit, unitSize }) => {
    const given = quantity(parameters?.of(parameter).text);
    const billed = given === undefined ? 0 : Math.ceil(given / unitSize) - free;
    return billed <= 0
      ? []
      : [
          item({
            title: `provisioned ${title} of claims ${volume.name} beyond ${String(free)} each`,
            unit,
            quantity: times(pods, billed),
            price: undefined,
          }),
        ];
  });
}

function volumeFacts(volume: Volume, context: CostContext): ClaimFacts {
  const claim = claimOf(volume, context.graph);
  return claim === undefined ? { title: "claim", gib: undefined, price: undefined } : claimFacts(claim, context);
}

function claimFacts(claim: Claim, context: CostContext): ClaimFacts {
  const { graph, prices } = context;
  const bytes = quantity(claim.spec.at("resources.requests.storage").known);
  const found = classOf(claim, graph);
  const regional = found?.regional === true;
  const region = regionFor(claim.spec.owner, context) ?? regionOfClass(found);
  const disk = found?.type === undefined || region === undefined ? undefined : { type: found.type, regional, region };
  return {
    disk,
    title: found?.type === undefined ? `class ${classField(claim).shown}` : diskTitle(found.type, regional),
    gib: bytes === undefined ? undefined : Math.ceil(bytes / GIB),
    price: disk && diskMonth(prices, disk.region, disk.type, regional),
  };
}

function claimItem(what: string, { gib, price, title }: ClaimFacts, count: Band): CostItem {
  return item({
    title: `${what}, ${title}`,
    unit: "GiB",
    quantity: gib === undefined ? undefined : times(count, gib),
    price,
  });
}

function diskTitle(type: string, regional: boolean): string {
  return regional ? `${type} in two zones` : type;
}

/** Region of the zones that a class allows: on a cluster that another program makes, it is the only one that is named. */
function regionOfClass(found: ClaimClass | undefined): string | undefined {
  const [zone] = found?.object === undefined ? [] : (classZones(found.object) ?? []);
  return zone === undefined ? undefined : regionOf(zone);
}

/** Region of the cluster that an object goes to, or undefined where the plan does not make it. */
function regionFor(object: GraphObject, { graph }: CostContext): string | undefined {
  const location = clusterFor(object, graph)?.at("location").text;
  return location === undefined ? undefined : regionOf(location);
}

/** What disks cost that the program makes itself. */
export function diskItems(disk: GraphObject, { prices }: CostContext): readonly CostItem[] {
  const regional = disk.kind === "RegionDisk";
  const location = disk.at(regional ? "region" : "zone").text;
  const type = (disk.at("type").text ?? DEFAULT_DISK_TYPE).split("/").at(-1) ?? "";
  const size = disk.at("size").number;
  return [
    item({
      title: diskTitle(type, regional),
      unit: "GiB",
      quantity: size === undefined ? undefined : band(size),
      price: location === undefined ? undefined : diskMonth(prices, regionOf(location), type, regional),
    }),
  ];
}

/** What volume snapshots cost. */
export function snapshotItems(region: string | undefined, { prices, usage }: CostContext): readonly CostItem[] {
  return [
    item({
      title: "volume snapshots",
      unit: "GiB",
      byUsage: true,
      quantity: usage.snapshotGiB === undefined ? undefined : band(usage.snapshotGiB),
      price: region === undefined ? undefined : snapshotMonth(prices, region),
    }),
  ];
}
