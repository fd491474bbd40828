import assert from "node:assert/strict";
import { firstNodesPerZone } from "../../../config/sizing/first-nodes";
import { poolSchema } from "../../../config/schema/pool";
import { configWith } from "../../support/stacks";
import type { PoolSettings } from "../../../config/schema/pool";
import type { WorkloadSettings } from "../../../config/schema/workload";

const pool = (settings: object = {}): PoolSettings => poolSchema.parse({ name: "stateful", ...settings });
const [dev] = Object.values(configWith("dev").workloads) as [WorkloadSettings];
const [prod] = Object.values(configWith("prod").workloads) as [WorkloadSettings];
/** Three pods of such a workload fit on an e2-standard-4. */
const pods = (replicas: number, workload = dev): WorkloadSettings => ({ ...workload, replicas });

describe("firstNodesPerZone", () => {
  for (const [name, settings, workloads, zones, expected] of [
    ["the minimum for nothing", { min: 2, max: 9 }, [], 2, 2],
    ["the minimum where it is enough", { min: 2, max: 9 }, [pods(3)], 2, 2],
    ["what pods need, over all zones", { min: 1, max: 9 }, [pods(13)], 2, 3],
    ["what all workloads need together", { min: 1, max: 9 }, [pods(7), pods(6)], 2, 3],
    ["a node for each pod that asks for one", { min: 1, max: 9 }, [pods(3, prod)], 2, 2],
    ["never more than the maximum", { min: 1, max: 4 }, [pods(1000)], 2, 4],
    ["its share of a total minimum, rounded up", { totalMin: 3, totalMax: 9 }, [], 2, 2],
    ["its share of a total maximum, rounded down", { totalMin: 1, totalMax: 3 }, [pods(1000)], 2, 1],
    ["a node in each zone for a total of one", { totalMin: 1, totalMax: 1 }, [], 2, 1],
    ["the minimum where the machine is not known", { machineType: "unknown", min: 1, max: 9 }, [], 1, 1],
  ] as const) {
    it(`is ${name}`, () => {
      const one = pool(settings);
      assert.equal(firstNodesPerZone(one, [one], workloads, zones), expected);
    });
  }

  it("counts workloads of other pools there", () => {
    const [first, second] = [pool({ name: "a" }), pool({ name: "b" })];
    const named = { ...pods(13), pool: "b" };
    assert.equal(firstNodesPerZone(first, [first, second], [named], 1), 1);
    assert.equal(firstNodesPerZone(second, [first, second], [named], 1), 5);
    assert.equal(firstNodesPerZone(second, [first, second], [pods(13)], 1), 1, "they go to the first that takes them");
  });
});
