import { timeOf } from "./case";
import type { Case } from "./case";
import type { ApiObject } from "../../../cluster/api-object";
import type { Condition, Event, Pod } from "./types";

/** Longest quotation of what a cluster says. */
const MAX_QUOTE = 300;

/** What was said, on one line and not too long. */
export function quoted(text: string, longest = MAX_QUOTE): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length <= longest ? line : `${line.slice(0, longest)}…`;
}

/** The newest event of one of some reasons. */
export function lastEvent(the: Case, object: ApiObject, ...reasons: readonly string[]): Event | undefined {
  return the.eventsOf(object).find(({ reason = "" }) => reasons.includes(reason));
}

/** An event as evidence, where there is one. */
export function eventFact(the: Case, event: Event | undefined): string | undefined {
  return event === undefined ? undefined : eventText(the, event);
}

function eventText(the: Case, event: Event): string {
  const minutes = Math.round(ageOf(the, event) / 60);
  return `event ${event.reason ?? "?"}, ${String(minutes)} min ago: ${quoted(event.message ?? "")}`;
}

/** Seconds since an event was last seen. */
export function ageOf(the: Case, event: Event): number {
  return (the.now.getTime() - timeOf(event)) / 1000;
}

/** A condition of an object; undefined where it has not been said. */
export function conditionOf(
  { status }: { readonly status?: { readonly conditions?: readonly Condition[] } },
  type: string,
): Condition | undefined {
  return status?.conditions?.find((condition) => condition.type === type);
}

/** Seconds for which a pod has not been ready; 0 where it is, or is about to go. */
export function unreadyFor(the: Case, pod: Pod): number {
  const ready = conditionOf(pod, "Ready");
  return ready?.status === "True" || pod.metadata.deletionTimestamp !== undefined
    ? 0
    : the.since(ready?.lastTransitionTime ?? pod.metadata.creationTimestamp);
}

/** `3 h`, `12 min`: how long something has been so. */
export function lengthOf(seconds: number): string {
  return seconds >= 7200 ? `${String(Math.floor(seconds / 3600))} h` : `${String(Math.floor(seconds / 60))} min`;
}

/** Those of some sentences that are there. */
export function facts(...sentences: readonly (string | false | undefined)[]): readonly string[] {
  return sentences.filter((sentence): sentence is string => typeof sentence === "string");
}
