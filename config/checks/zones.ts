import { refuse, warn } from "./check";
import { ZONES_OF_A_REGIONAL_DISK } from "../../policy/facts/storage-classes";
import { diskClasses, diskClassPath } from "../sizing/disk-classes";
import type { Check } from "./check";
import type { StackConfig } from "../stack-config";
import type { Problem } from "../problems";

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
  if (regional !== undefined && zones.length !== ZONES_OF_A_REGIONAL_DISK) {
    const where = diskClassPath(regional).join(".");
    yield refuse(
      ["zones"],
      zones,
      `must name exactly ${String(ZONES_OF_A_REGIONAL_DISK)} zones while gke-stateful:${where}.regional is true, because a regional disk lives in two zones`,
      `Name two zones, or set ${where}.regional to false and accept that a lost zone takes its disks along.`,
    );
  }
  const zonal = classes.find(({ disks }) => !disks.regional);
  if (environment === "prod" && (zones.length < ZONES_OF_A_REGIONAL_DISK || zonal !== undefined)) {
    yield warn(
      ["zones"],
      zones,
      `holds each disk${zonal?.key === undefined ? "" : ` of storage.classes.${zonal.key}`} in one zone only, in prod: the service is down when the zone is`,
      `Name two zones and set ${diskClassPath(zonal).join(".")}.regional to true.`,
    );
  }
}
