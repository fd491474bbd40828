import { styleText } from "node:util";
import type { DrillReport, RehearsalReport } from "../rehearsal/report";

const MARKS: Readonly<Record<DrillReport["outcome"], string>> = { passed: "ok  ", failed: "FAIL", skipped: "skip" };

/** A rehearsal as a person reads it: drill by drill, then the verdict, then what was not real. */
export function rehearsalText(report: RehearsalReport): string {
  const { drills, least, stack, workload } = report;
  return [
    bold(
      `Rehearsal of ${stack}: ${workload.namespace}/${workload.name}, ${pods(workload.replicas)}, of which ${String(least)} are enough`,
    ),
    "",
    ...drills.flatMap(drillLines),
    "",
    bold(verdict(report)),
    ...changes(drills),
    "",
    `Simulated: ${report.simulated.join("; ")}.`,
    assumed(report),
    ...(report.unknown.length === 0 ? [] : [`Only GKE knows ${report.unknown.join(", ")}, so it was left out.`]),
    "",
  ].join("\n");
}

function drillLines(drill: DrillReport): readonly string[] {
  const { evictions, from, lowest, outcome, says, title, to } = drill;
  const head = `${MARKS[outcome]}  ${title}`;
  if (outcome === "skipped") {
    return [head, `      ${says}`];
  }
  const evicted =
    evictions === null
      ? ""
      : `, ${String(evictions.granted)} evictions granted and ${String(evictions.refused)} refused`;
  return [
    head,
    `      ${says}`,
    `      ${(to - from).toFixed(0)} s, at least ${pods(lowest)} ready, ${gap(drill)}${evicted}`,
  ];
}

/** How long too few pods were ready. */
export function gap({ longestGap }: DrillReport): string {
  return longestGap === 0 ? "never too few" : `too few for ${longestGap.toFixed(1)} s at most`;
}

/** `3 pods`. */
function pods(count: number): string {
  return count === 1 ? "1 pod" : `${String(count)} pods`;
}

/** The verdict in a sentence. */
export function verdict({ availability, drills, holds, target }: RehearsalReport): string {
  const failed = drills.filter(({ outcome }) => outcome === "failed").length;
  const share =
    availability === null ? "nothing was measured" : `enough pods were ready ${percent(availability)} of the time`;
  const drilled = failed === 0 ? "every drill passed" : `${String(failed)} of ${String(drills.length)} drills failed`;
  return `${holds ? "It holds" : "It does not hold"}: ${share} in planned work, ${percent(target)} are asked for, and ${drilled}.`;
}

/** `99.9 %`, and never 100 % for less. */
export function percent(share: number): string {
  return `${String(Math.floor(share * 100_000) / 1000)} %`;
}

function changes(drills: readonly DrillReport[]): readonly string[] {
  const advice = drills.flatMap(({ advice: change, title }) => (change === null ? [] : [`  ${title}: ${change}`]));
  return advice.length === 0 ? [] : ["What to change:", ...advice];
}

/** The times that were assumed. */
export function assumed({ assumptions: { attach, node, start, stop } }: RehearsalReport): string {
  return `Assumed: a disk is attached after ${String(attach)} s, a pod ready ${String(start)} s later and gone ${String(stop)} s after its end, a node up after ${String(node)} s. --start-delay, --attach-delay and --node-delay set them. A silent node is given up within seconds here, and within minutes on GKE.`;
}

function bold(text: string): string {
  return process.stdout.isTTY && process.stdout.hasColors() ? styleText("bold", text) : text;
}
