import { styleText } from "node:util";
import { Big } from "big.js";
import { formatBytes, quantity } from "../policy/facts/quantities";
import { showChange, showMoney } from "./money";
import type { ContainerResize, Rightsizing } from "../policy/cost/rightsizing";
import type { BilledNamespace } from "./usage-sources";

/** What is known of the use of a stack. */
interface UsageResult {
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

function costLines(costs: readonly BilledNamespace[]): readonly string[] {
  const total = costs.reduce((sum, { cost }) => sum.plus(cost), new Big(0));
  return [
    styleText("bold", `Billed: ${showMoney(total)}`),
    ...costs.map(({ cost, namespace }) => `${showMoney(new Big(cost)).padStart(12)}  ${namespace}`),
  ];
}

function rightsizingLines({ after, before, containers, strangers }: Rightsizing): readonly string[] {
  if (containers.length === 0) {
    return [
      "No VerticalPodAutoscaler recommends anything for a workload of this plan. It needs some hours of use first.",
      ...strangerLines(strangers),
    ];
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
    ...(saved.eq(0) && worth.lt(0)
      ? [
          `What becomes free is worth ${showMoney(worth.abs())} a month, but the pools are at their fewest nodes already: fewer or smaller machines would save it.`,
        ]
      : []),
  ];
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
  return strangers.map(({ kind, namespace, workload }) => `  ${kind} ${namespace}/${workload} is not in the plan`);
}
