import ICAL from "ical.js";
import type { ClusterSettings } from "../schema/cluster";

/** Hours of maintenance that GKE asks for in any {@link ROLLING_DAYS}. */
export const LEAST_HOURS = 48;
/** Days over which GKE counts them. */
export const ROLLING_DAYS = 32;
/** Shortest window that counts, in hours. */
export const SHORTEST_HOURS = 4;
// Source of the three: https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** How far windows are followed: over a year, so that yearly ones show their gaps. */
const FOLLOWED_DAYS = 400;
/** Most windows that are followed: one every hour. */
const MOST_WINDOWS = FOLLOWED_DAYS * 24;

interface Interval {
  readonly start: number;
  readonly end: number;
}

/**
 * Fewest hours of maintenance in any 32 days after the first window begins, as GKE counts them.
 *
 * Errors: an Error of the parser where the recurrence is not one of RFC 5545.
 */
export function leastMaintenanceHours({ end, recurrence, start }: ClusterSettings["maintenance"]): number {
  const first = Date.parse(start);
  const length = Date.parse(end) - first;
  const windows = merged(startsOf(recurrence, first).map((one) => ({ start: one, end: one + length })));
  const last = first + (FOLLOWED_DAYS - ROLLING_DAYS) * DAY;
  // The count is least right after a window.
  const from = [first, ...windows.map((one) => one.end)].filter((one) => one <= last);
  return Math.min(...from.map((one) => hoursWithin(windows, { start: one, end: one + ROLLING_DAYS * DAY })));
}

function startsOf(recurrence: string, first: number): readonly number[] {
  const iterator = ICAL.Recur.fromString(recurrence).iterator(ICAL.Time.fromJSDate(new Date(first), true));
  const starts: number[] = [];
  // The types do not say that a rule may end.
  for (
    let next = iterator.next() as ICAL.Time | null;
    next !== null && starts.length < MOST_WINDOWS;
    next = iterator.next()
  ) {
    const start = next.toJSDate().getTime();
    if (start > first + FOLLOWED_DAYS * DAY) {
      break;
    }
    starts.push(start);
  }
  return starts;
}

/** Windows in order; those that touch are one. */
function merged(windows: readonly Interval[]): readonly Interval[] {
  const all: Interval[] = [];
  for (const one of windows) {
    const before = all.at(-1);
    if (before === undefined || before.end < one.start) {
      all.push(one);
    } else {
      all[all.length - 1] = { start: before.start, end: Math.max(before.end, one.end) };
    }
  }
  return all;
}

function hoursWithin(windows: readonly Interval[], within: Interval): number {
  return windows
    .map(({ end, start }) => (Math.min(end, within.end) - Math.max(start, within.start)) / HOUR)
    .filter((hours) => hours >= SHORTEST_HOURS)
    .reduce((sum, hours) => sum + hours, 0);
}
