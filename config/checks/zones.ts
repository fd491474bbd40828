import { refuse, warn } from "./check";
import { diskClasses } from "../sizing/disk-classes";
import type { Check } from "./check";
import type { DiskClass } from "../sizing/disk-classes";
import type { StackConfig } from "../stack-config";
import type { Problem } from "../problems";

/** A regional disk lives in exactly two zones. Source: https://cloud.google.com/compute/docs/disks/regional-persistent-disk */
const REGIONAL_DISK_ZONES = 2;

/** Zones: known, in the region, not repeated, and as many as the disks live in. */
export const zoneChecks: Check = function* (config) {
  if (config.google === undefined) {
    return;
  }
  if (config.zones.length === 0) {
    const { region } = config.google;
    yield refuse(
      ["zones"],
      config.zones,
      `must name one to three zones of ${region}`,
      `For example: [${region}-b, ${region}-c].`,
    );
    return;
  }
  yield* names(config.zones, config.google.region);
  yield* number(config);
};

function* names(zones: readonly string[], region: string): Iterable<Problem> {
  for (const [index, zone] of zones.entries()) {
    if (!new RegExp(`^${region}-[a-z]$`).test(zone)) {
      yield refuse(
        ["zones", index],
        zone,
        `must be a zone of gcp:region ${region}, such as ${region}-b`,
        "Change the zone or the region.",
      );
    }
  }
  if (new Set(zones).size !== zones.length) {
    yield refuse(["zones"], zones, "must not name a zone twice", "Remove the repetition.");
  }
}

function* number({ environment, storage, zones }: StackConfig): Iterable<Problem> {
  const classes = diskClasses(storage);
  const regional = classes.find(({ disks }) => disks.regional);
  if (regional !== undefined && zones.length !== REGIONAL_DISK_ZONES) {
    const where = whereOf(regional);
    yield refuse(
      ["zones"],
      zones,
      `must name exactly ${String(REGIONAL_DISK_ZONES)} zones while gke-stateful:${where}.regional is true, because a regional disk lives in two zones`,
      `Name two zones, or set ${where}.regional to false and accept that a lost zone takes its disks along.`,
    );
  }
  const zonal = classes.find(({ disks }) => !disks.regional);
  if (environment === "prod" && (zones.length < REGIONAL_DISK_ZONES || zonal !== undefined)) {
    yield warn(
      ["zones"],
      zones,
      `holds each disk${zonal?.key === undefined ? "" : ` of storage.classes.${zonal.key}`} in one zone only, in prod: the service is down when the zone is`,
      `Name two zones and set ${whereOf(zonal)}.regional to true.`,
    );
  }
}

/** The key of a class. */
function whereOf(diskClass: DiskClass | undefined): string {
  return diskClass?.key === undefined ? "storage" : `storage.classes.${diskClass.key}`;
}
