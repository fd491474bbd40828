import { availability, lowest, total } from "./timeline";
import type { Drill, Finding, Stage } from "../drills/drill";
import type { DrillReport } from "../report/report";
import type { Moment } from "./timeline";

/** What is said about a drill, and what was measured from a second of the timeline until now. */
export function measured(
  { timeline, workload: { least, replicas } }: Stage,
  { id, isOutage = false, shows, title }: Pick<Drill, "id" | "title" | "shows" | "isOutage">,
  { advice, evictions, holds, says }: Finding,
  from: number,
): DrillReport {
  const to = timeline.now;
  return {
    id,
    title,
    shows,
    outcome: holds ? "passed" : "failed",
    says,
    advice: advice ?? null,
    from,
    to,
    availability: availability(timeline.moments, from, to, least),
    counts: !isOutage,
    lowest: lowest(timeline.moments, from, to),
    tooFew: longestBelow(timeline.moments, from, to, least),
    recovery: timeline.readyCount < replicas ? null : longestBelow(timeline.moments, from, to, replicas),
    evictions: evictions ?? null,
  };
}

/** A drill that says nothing about the stack, and why. */
export function skipped(stage: Stage, drill: Drill, why: string): DrillReport {
  const { now } = stage.timeline;
  return {
    ...measured(stage, drill, { holds: true, says: why }, now),
    outcome: "skipped",
    availability: null,
    counts: false,
  };
}

/** Longest time in which fewer than so many pods were ready, in seconds. */
export function longestBelow(moments: readonly Moment[], from: number, to: number, count: number): number {
  let longest = 0;
  let since: number | undefined;
  for (const [index, { at, ready }] of moments.entries()) {
    const end = Math.min(to, moments[index + 1]?.at ?? to);
    if (end <= from || at >= to) {
      continue;
    }
    since = total(ready) >= count ? undefined : (since ?? Math.max(from, at));
    longest = since === undefined ? longest : Math.max(longest, end - since);
  }
  return longest;
}

/** Share of the time of the drills that count in which enough pods were ready; null where none counts. */
export function shareOf(drills: readonly DrillReport[]): number | null {
  const counted = drills.filter(({ counts }) => counts);
  const seconds = counted.reduce((sum, { from, to }) => sum + to - from, 0);
  const missing = counted.reduce((sum, { availability: share, from, to }) => sum + (1 - (share ?? 1)) * (to - from), 0);
  return seconds === 0 ? null : 1 - missing / seconds;
}
