import { LEAST_HOURS, leastMaintenanceHours, ROLLING_DAYS, SHORTEST_HOURS } from "../sizing/maintenance";
import { refuse, warn } from "./check";
import type { Check } from "./check";
import type { ClusterSettings } from "../schema/cluster";
import type { Problem } from "../problems";

type Window = ClusterSettings["maintenance"];

/** Longest time without any upgrade. Source: https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions */
const MAX_FREEZE_DAYS = 90;
const MILLISECONDS_PER_DAY = 86_400_000;

/** Maintenance: windows as long and as often as GKE asks for, and exclusions that it takes. */
export const maintenanceChecks: Check = function* ({ cluster: { maintenance }, target }) {
  if (target !== "gke") {
    return;
  }
  yield* windows(maintenance);
  yield* exclusions(maintenance);
};

function* windows(window: Window): Iterable<Problem> {
  const path = ["cluster", "maintenance"];
  if (window.end <= window.start) {
    yield refuse(
      [...path, "end"],
      window.end,
      `must be after maintenance.start ${window.start}`,
      `Make the window at least ${String(SHORTEST_HOURS)} hours long.`,
    );
    return;
  }
  try {
    const hours = leastMaintenanceHours(window);
    if (hours < LEAST_HOURS) {
      yield refuse(
        [...path, "recurrence"],
        window.recurrence,
        `gives ${String(Math.floor(hours))} hours in some ${String(ROLLING_DAYS)} days with windows from ${window.start} to ${window.end}, and GKE asks for ${String(LEAST_HOURS)}, in windows of ${String(SHORTEST_HOURS)} hours or more`,
        "Make the windows longer, or more frequent.",
      );
    }
  } catch (error) {
    yield refuse(
      [...path, "recurrence"],
      window.recurrence,
      `is no rule of RFC 5545 (${(error as Error).message})`,
      "For example FREQ=WEEKLY;BYDAY=SA,SU.",
    );
  }
}

function* exclusions(window: Window): Iterable<Problem> {
  for (const [index, exclusion] of window.exclusions.entries()) {
    const path = ["cluster", "maintenance", "exclusions", index, "end"];
    yield* freeze(path, exclusion);
    if (exclusion.end !== undefined && exclusion.end <= exclusion.start) {
      yield refuse(
        path,
        exclusion.end,
        `must be after its start ${exclusion.start}`,
        "Swap the two, or correct one of them.",
      );
    } else if (exclusion.end !== undefined && Date.parse(exclusion.end) < Date.now()) {
      yield warn(path, exclusion.end, "is over, so that the exclusion does nothing", "Remove the exclusion.");
    }
  }
}

function* freeze(path: readonly (string | number)[], exclusion: Window["exclusions"][number]): Iterable<Problem> {
  if (exclusion.scope !== "NO_UPGRADES") {
    return;
  }
  if (exclusion.end === undefined) {
    yield refuse(path, undefined, "is required with scope NO_UPGRADES", "Give an end at most 90 days after the start.");
  } else if (daysOf(exclusion.start, exclusion.end) > MAX_FREEZE_DAYS) {
    yield refuse(
      path,
      exclusion.end,
      `must be at most ${String(MAX_FREEZE_DAYS)} days after its start ${exclusion.start} with scope NO_UPGRADES`,
      "Give an earlier end, or use NO_MINOR_OR_NODE_UPGRADES.",
    );
  }
}

function daysOf(start: string, end: string): number {
  return (Date.parse(end) - Date.parse(start)) / MILLISECONDS_PER_DAY;
}
