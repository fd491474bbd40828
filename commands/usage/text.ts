import { styleText } from "node:util";
import { Big } from "big.js";
import { formatBytes, quantity } from "../../policy/facts/quantities";
import { showChange, showMoney, showNumber as amount } from "../shared/money";
import type { Estimate } from "../../policy/cost/estimate";
import type { ContainerResize, Rightsizing } from "../../policy/cost/rightsizing";
import type { BilledNamespace } from "./sources";

/** What is known of the use of a stack. */
export interface UsageResult {
  readonly rightsizing: Rightsizing | undefined;
  readonly costs: readonly BilledNamespace[] | undefined;
}

/** What a stack really uses, as a person reads it. */
export function usageText({ costs, rightsizing }: UsageResult): string {
  return [
    ...(costs === undefined ? [] : costLines(costs)),
    ...(rightsizing === undefined ? [] : rightsizingLines(rightsizing)),
    "",
  ].join("\n");
}

/** Amounts of one currency are a sum; those of several are not. */
function costLines(costs: readonly BilledNamespace[]): readonly string[] {
  if (costs.length === 0) {
    return ["The rows say of no namespace what it was billed."];
  }
  return [...Map.groupBy(costs, ({ currency }) => currency)].flatMap(([currency, all]) => {
    const total = all.reduce((sum, { cost }) => sum.plus(cost), new Big(0));
    const unit = currency ?? "in the currency of the billing account";
    return [
      styleText("bold", `Billed: ${amount(total)} ${unit}`),
      ...all.map(({ cost, namespace }) => `${amount(new Big(cost)).padStart(14)}  ${namespace}`),
    ];
  });
}

function rightsizingLines({ after, before, containers, strangers }: Rightsizing): readonly string[] {
  if (containers.length === 0) {
    return strangers.length > 0
      ? strangerLines(strangers)
      : ["No VerticalPodAutoscaler of the list recommends anything yet. It needs some hours of use first."];
  }
  const saved = after.total.expected.minus(before.total.expected);
  const worth = containers.reduce((sum, one) => sum.plus(one.worth ?? 0), new Big(0));
  return [
    styleText("bold", "Requests, and what is recommended"),
    ...containers.map(containerLine),
    ...strangerLines(strangers),
    styleText(
      "bold",
      `Bill: ${showMoney(before.total.expected)} a month expected, ${showMoney(after.total.expected)} with these requests (${showChange(saved)})`,
    ),
    ...newNotes(before, after),
    ...(saved.eq(0) && worth.lt(0)
      ? [
          `What becomes free is worth ${showMoney(worth.abs())} a month, but there would be as many nodes as now: fewer or smaller machines would save it.`,
        ]
      : []),
  ];
}

/** What has to be said of the bill with other requests, and of that from before not. */
function newNotes(before: Estimate, after: Estimate): readonly string[] {
  const notes = ({ entries }: Estimate): readonly string[] =>
    entries.flatMap(({ items, title }) =>
      items.flatMap(({ note }) => (note === undefined ? [] : [`With these requests, ${title}: ${note}.`])),
    );
  const known = new Set(notes(before));
  return notes(after).filter((note) => !known.has(note));
}

function containerLine({ container, cpu, memory, pods, title, worth }: ContainerResize): string {
  const show = (what: string, one: ContainerResize["cpu"], format: (target: string) => string): readonly string[] =>
    one === undefined ? [] : [`${what} ${one.requested ?? "(none)"} → ${format(one.target)}`];
  const value = worth === undefined ? "" : `, worth ${showChange(worth)} a month`;
  return `  ${title}, ${container} × ${String(pods)}: ${[...show("CPU", cpu, String), ...show("memory", memory, roundBytes)].join(", ")}${value}`;
}

/** Recommendations are in bytes, which nobody writes. */
function roundBytes(target: string): string {
  const amount = quantity(target);
  return amount === undefined ? target : formatBytes(Math.ceil(amount / MIB) * MIB);
}

const MIB = 1024 ** 2;

function strangerLines(strangers: Rightsizing["strangers"]): readonly string[] {
  return strangers.map(
    ({ container, kind, namespace, workload }) =>
      `  ${kind} ${namespace}/${workload}, container ${container}, is not in the plan`,
  );
}
