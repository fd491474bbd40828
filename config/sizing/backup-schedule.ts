import { Cron } from "croner";

/** Recovery point objective of a backup plan without a schedule: one day, in minutes. */
export const DEFAULT_RPO_MINUTES = 24 * 60;

/** A day from which schedules are followed. Any would do. */
const FROM = new Date("2026-01-01T00:00:00Z");
const DAY = 86_400_000;

/**
 * Days that so many intervals of a cron schedule take; undefined where there are not so many.
 *
 * Errors: an Error of the parser where the text is no schedule.
 */
export function daysOfIntervals(cron: string, intervals: number): number | undefined {
  const runs = new Cron(cron, { mode: "5-part", paused: true, timezone: "UTC" }).nextRuns(intervals + 1, FROM);
  const [first, last] = [runs[0], runs[intervals]];
  return first === undefined || last === undefined ? undefined : (last.getTime() - first.getTime()) / DAY;
}
