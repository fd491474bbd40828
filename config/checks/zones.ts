import { refuse, warn } from "./check";
import type { Check } from "./check";

/** A regional disk lives in exactly two zones. Source: https://cloud.google.com/compute/docs/disks/regional-persistent-disk */
export const REGIONAL_DISK_ZONES = 2;

/** Zones: known, in the region, not repeated, and as many as the disks live in. */
export const zoneChecks: Check = function* ({ environment, google, storage, target, zones }) {
  if (google === undefined) {
    return;
  }
  if (zones.length === 0) {
    yield refuse(["zones"], zones, `must name one to three zones of ${google.region}`, `For example: [${google.region}-b, ${google.region}-c].`);
    return;
  }
  for (const [index, zone] of zones.entries()) {
    if (!new RegExp(`^${google.region}-[a-z]$`).test(zone)) {
      yield refuse(["zones", index], zone, `must be a zone of gcp:region ${google.region}, such as ${google.region}-b`, "Change the zone or the region.");
    }
  }
  if (new Set(zones).size !== zones.length) {
    yield refuse(["zones"], zones, "must not name a zone twice", "Remove the repetition.");
  }
  if (target === "gke" && storage.create && storage.regional && zones.length !== REGIONAL_DISK_ZONES) {
    yield refuse(
      ["zones"],
      zones,
      `must name exactly ${String(REGIONAL_DISK_ZONES)} zones while gke-stateful:storage.regional is true, because a regional disk lives in two zones`,
      "Name two zones, or set storage.regional to false and accept that a lost zone takes its disks along.",
    );
  }
  if (environment === "prod" && zones.length < REGIONAL_DISK_ZONES) {
    yield warn(["zones"], zones, "is one zone in prod: the service is down when the zone is", "Name two zones and set storage.regional to true.");
  }
};
