import { plural } from "../../../policy/rules/engine/plural";
import { styleText } from "node:util";
import type { DrillReport, RehearsalReport, WorkloadReport } from "./report";

const MARKS: Readonly<Record<DrillReport["outcome"], string>> = { passed: "ok  ", failed: "FAIL", skipped: "skip" };

/** A rehearsal as a person reads it: workload by workload, drill by drill, then the verdict, then what was not real. */
export function rehearsalText(report: RehearsalReport): string {
  const { simulated, stack, unknown, workloads } = report;
  return [
    bold(`Rehearsal of ${stack}`),
    ...workloads.flatMap((workload) => [
      "",
      bold(headline(workload)),
      "",
      ...workload.drills.flatMap((drill) => drillLines(drill, workload)),
    ]),
    "",
    ...workloads.map((workload) => bold(verdict(workload, report))),
    ...changes(report),
    "",
    `Simulated: ${simulated.join("; ")}.`,
    assumed(report),
    ...(unknown.length === 0 ? [] : [`Only GKE knows ${unknown.join(", ")}, so it was not applied.`]),
    "",
  ].join("\n");
}

/** What is rehearsed. */
export function headline({ least, name, namespace, replicas }: WorkloadReport): string {
  return `${namespace}/${name}: ${plural(replicas, "pod")}, of which ${String(least)} are enough`;
}

function drillLines(drill: DrillReport, { replicas }: WorkloadReport): readonly string[] {
  const head = `${MARKS[drill.outcome]}  ${drill.title}`;
  return drill.outcome === "skipped"
    ? [head, `      ${drill.says}`]
    : [head, `      ${drill.says}`, `      ${figures(drill, replicas)}`];
}

/** What was measured in a drill. */
export function figures({ evictions, from, lowest, recovery, to, tooFew }: DrillReport, replicas: number): string {
  const back =
    recovery === null
      ? "not all ready at the end"
      : recovery === 0
        ? "all ready all the time"
        : `all ready again after ${recovery.toFixed(1)} s`;
  return [
    `${(to - from).toFixed(0)} s`,
    `at least ${String(lowest)} of ${plural(replicas, "pod")} ready`,
    tooFew === 0 ? "never too few" : `too few for ${tooFew.toFixed(1)} s at most`,
    back,
    ...(evictions === null
      ? []
      : [`evictions: ${String(evictions.granted)} granted, ${String(evictions.refused)} refused`]),
  ].join(", ");
}

/** The verdict on a workload in a sentence. */
export function verdict(
  { availability, drills, holds, isDrilled, name }: WorkloadReport,
  { target }: RehearsalReport,
): string {
  if (!isDrilled) {
    return `${name} was not drilled: ${drills.some(({ outcome }) => outcome === "failed") ? "it did not come up" : "another workload did not come up"}.`;
  }
  if (drills.every(({ outcome }) => outcome === "skipped")) {
    return `${name} was not drilled: it has no pods.`;
  }
  const failed = drills.filter(({ outcome }) => outcome === "failed").length;
  const share =
    availability === null ? "nothing was measured" : `enough pods were ready ${percent(availability)} of the time`;
  const drilled = failed === 0 ? "every drill passed" : `${String(failed)} of ${String(drills.length)} drills failed`;
  return `${name} ${holds ? "holds" : "does not hold"}: ${share} in planned work, ${percent(target)} are asked for, and ${drilled}.`;
}

/** `99.9 %`, and never 100 % for less. */
export function percent(share: number): string {
  // 0.9999 × 100,000 is a hair less than 99,990.
  return `${String(Math.floor(Number((share * 100_000).toFixed(4))) / 1000)} %`;
}

function changes({ target, workloads }: RehearsalReport): readonly string[] {
  const advice = workloads.flatMap((workload) => [
    ...workload.drills.flatMap(({ advice: change, title }) =>
      change === null ? [] : [`  ${workload.name}, ${title}: ${change}`],
    ),
    ...tooFewOf(workload, target),
  ]);
  return advice.length === 0 ? [] : ["What to change:", ...advice];
}

/** What to do where the target was missed. */
function tooFewOf({ availability, drills, name, replicas }: WorkloadReport, target: number): readonly string[] {
  if (availability === null || availability >= target) {
    return [];
  }
  const when = drills.filter(({ counts, tooFew }) => counts && tooFew > 0).map(({ title }) => title);
  const what =
    replicas === 1
      ? "One pod cannot be replaced without being away: set replicas to 2 or more."
      : "Give it a budget with maxUnavailable 1, and replicas enough.";
  return [`  ${name}: too few pods were ready in ${when.join(", ")}. ${what}`];
}

/** The times that were assumed. */
export function assumed({ assumptions: { attach, node, peers, start, stop } }: RehearsalReport): string {
  return `Assumed: a disk is attached after ${String(attach)} s, a pod ready ${String(start)} s later and gone ${String(stop)} s after its end, a node up after ${String(node)} s${peers > 1 ? `; no pod is ready before ${String(peers)} of its set run` : ""}. --start-delay, --stop-delay, --attach-delay and --node-delay set them. The wait for a lost node is shorter here than on GKE; the drills say both.`;
}

function bold(text: string): string {
  return process.stdout.isTTY && process.stdout.hasColors() ? styleText("bold", text) : text;
}
