import assert from "node:assert/strict";
import { configWith } from "../../support/stacks";
import type { Changes, StackName } from "../../support/stacks";

const spread = (stack: StackName, changes: Changes = {}): unknown =>
  configWith(stack, changes).workloads["terminal-pods"]?.spread;
const pools = (max: number): Changes => ({
  pools: [{ name: "stateful", machineType: "e2-standard-8", tainted: false, min: 1, max }],
});

const APART = (minHosts: number): object => ({ zone: "DoNotSchedule", host: "DoNotSchedule", minHosts });
const TOGETHER = { zone: "DoNotSchedule", host: "ScheduleAnyway", minHosts: 1 };

describe("the spread over nodes", () => {
  for (const [name, stack, changes, expected] of [
    ["a node for each pod in prod", "prod", {}, APART(3)],
    ["as many nodes as one zone has: the other may be lost", "prod", pools(3), APART(3)],
    ["what the scheduler can do, where one zone has fewer nodes than pods", "prod", pools(2), TOGETHER],
    ["seven members apart", "prod", { ...pools(10), "@.replicas": 7 }, APART(7)],
    ["eight pods together: they are sessions or shards", "prod", { ...pools(10), "@.replicas": 8 }, TOGETHER],
    ["one pod without a fewest", "prod", { "@.replicas": 1, "@.budget": { maxUnavailable: 1 } }, TOGETHER],
    ["what the scheduler can do in dev", "dev", {}, TOGETHER],
    ["what the scheduler can do where no node is known", "local", { environment: "prod" }, TOGETHER],
    ["what the configuration says", "prod", { "@.spread": { host: "ScheduleAnyway" } }, TOGETHER],
    [
      "pods apart in dev, if told so",
      "dev",
      { "@.spread": { host: "DoNotSchedule" } },
      { ...APART(3), zone: "DoNotSchedule" },
    ],
    [
      "an even share of the nodes that there are, if told so",
      "prod",
      { "@.spread": { host: "DoNotSchedule", minHosts: 1 } },
      APART(1),
    ],
  ] as const) {
    it(`is ${name}`, () => {
      assert.deepEqual(spread(stack, changes), expected);
    });
  }
});
