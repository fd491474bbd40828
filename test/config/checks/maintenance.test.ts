import { checkTable } from "../../support/checks";

const DAY = 86_400_000;
/** So many days from now: what is over today would be warned of. */
const inDays = (days: number): string =>
  new Date(Math.floor(Date.now() / DAY + days) * DAY).toISOString().replace(".000", "");
const exclusions = (...all: readonly object[]): Record<string, unknown> => ({ "cluster.maintenance.exclusions": all });
const window = (start: string, end: string, recurrence: string): Record<string, unknown> => ({
  "cluster.maintenance": { start, end, recurrence },
});
const recurrence = "gke-stateful:cluster.maintenance.recurrence";
const end = "gke-stateful:cluster.maintenance.exclusions[0].end";

checkTable("maintenance", {
  accepted: {
    "six hours on Saturdays and Sundays: 48 in 32 days": {
      stack: "prod",
      changes: window("2026-01-03T02:00:00Z", "2026-01-03T08:00:00Z", "FREQ=WEEKLY;BYDAY=SA,SU"),
    },
    "four hours every day": {
      stack: "prod",
      changes: window("2026-01-03T02:00:00Z", "2026-01-03T06:00:00Z", "FREQ=DAILY"),
    },
    "all day, every day": {
      stack: "prod",
      changes: window("2026-01-03T00:00:00Z", "2026-01-04T00:00:00Z", "FREQ=DAILY"),
    },
    "two days twice a month": {
      stack: "prod",
      changes: window("2026-01-03T00:00:00Z", "2026-01-05T00:00:00Z", "FREQ=MONTHLY;BYMONTHDAY=3,17"),
    },
    "no upgrades for as long as GKE allows, and no minor ones for longer": {
      stack: "prod",
      changes: exclusions(
        { name: "freeze", start: inDays(1), end: inDays(91), scope: "NO_UPGRADES" },
        { name: "long", start: inDays(1), end: inDays(200), scope: "NO_MINOR_UPGRADES" },
      ),
    },
    "no upgrades for a month": {
      stack: "prod",
      changes: exclusions({ name: "sale", start: inDays(1), end: inDays(31), scope: "NO_UPGRADES" }),
    },
    "an exclusion that is over, with a warning": {
      stack: "prod",
      changes: exclusions({ name: "sale", start: inDays(-9), end: inDays(-1), scope: "NO_UPGRADES" }),
      warns: /exclusions\[0\]\.end is ".+": is over, so that the exclusion does nothing\. Remove the exclusion/,
    },
  },
  refused: {
    "a window that ends before it starts": {
      stack: "prod",
      changes: { "cluster.maintenance.end": "2026-01-03T02:00:00Z" },
      key: "gke-stateful:cluster.maintenance.end",
      says: /after maintenance.start/,
    },
    "five hours on Saturdays and Sundays": {
      stack: "prod",
      changes: window("2026-01-03T02:00:00Z", "2026-01-03T07:00:00Z", "FREQ=WEEKLY;BYDAY=SA,SU"),
      key: recurrence,
      says: /gives 40 hours in some 32 days.+asks for 48/,
    },
    "three hours every day, which are too short to count": {
      stack: "prod",
      changes: window("2026-01-03T02:00:00Z", "2026-01-03T05:00:00Z", "FREQ=DAILY"),
      key: recurrence,
      says: /gives 0 hours/,
    },
    "two days a month: 32 days may miss them": {
      stack: "prod",
      changes: window("2026-01-31T00:00:00Z", "2026-02-02T00:00:00Z", "FREQ=MONTHLY;BYMONTHDAY=31"),
      key: recurrence,
      says: /gives 0 hours/,
    },
    "windows that end": {
      stack: "prod",
      changes: window("2026-01-03T02:00:00Z", "2026-01-03T08:00:00Z", "FREQ=DAILY;COUNT=10"),
      key: recurrence,
      says: /gives 0 hours/,
    },
    "a rule that is none": {
      stack: "prod",
      changes: { "cluster.maintenance.recurrence": "FREQ=SOMETIMES" },
      key: recurrence,
      says: /is no rule of RFC 5545 \(.+\)\. For example FREQ=WEEKLY/,
    },
    "no upgrades for ever": {
      stack: "prod",
      changes: exclusions({ name: "freeze", start: inDays(1), scope: "NO_UPGRADES" }),
      key: end,
      says: /required with scope NO_UPGRADES/,
    },
    "no upgrades for longer than GKE allows": {
      stack: "prod",
      changes: exclusions({ name: "freeze", start: inDays(1), end: inDays(92), scope: "NO_UPGRADES" }),
      key: end,
      says: /at most 90 days after its start/,
    },
    "an exclusion that ends before it starts": {
      stack: "prod",
      changes: exclusions({ name: "x", start: inDays(2), end: inDays(1) }),
      key: end,
      says: /must be after its start/,
    },
  },
});
