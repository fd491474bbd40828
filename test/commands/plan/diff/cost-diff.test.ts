import assert from "node:assert/strict";
import { diffCosts } from "../../../../commands/plan/diff/cost-diff";
import { costOfPlan } from "../../../../commands/cost/costing";
import { loadPrices } from "../../../../policy/cost/prices";
import { planWith } from "../../../support/stacks";
import type { Estimate } from "../../../../policy/cost/estimate";
import type { Changes } from "../../../support/stacks";

const cost = async (changes: Changes = {}): Promise<Estimate> =>
  costOfPlan(await planWith("dev", changes), { prices: loadPrices(), usage: {} });

describe("diffCosts", () => {
  it("finds what costs more and what costs less, the largest difference first", async () => {
    const { change, items } = diffCosts(await cost(), await cost({ "@.replicas": 4, "storage.regional": false }));
    // A fourth pod of 1 CPU needs a second machine: 107.6245716 + 17 + 1.022, and 20 GiB more at 0.17.
    assert.deepEqual(
      items.map((item) => [item.title, item.change.toFixed(2)]),
      [
        ["NodePool stateful-pool: e2-standard-4, on demand", "107.62"],
        ["NodePool stateful-pool: boot disks, pd-ssd", "17.00"],
        ["StatefulSet stateful/terminal-pods: claims workspace, pd-ssd", "3.40"],
        ["RouterNat gke-stateful-dev: gateway, for each machine", "1.02"],
      ],
    );
    assert.equal(change.toFixed(2), "129.05");
  });

  it("finds nothing between an estimate and itself", async () => {
    const { change, items } = diffCosts(await cost(), await cost());
    assert.deepEqual([change.toFixed(), items], ["0", []]);
  });

  it("says in one line what costs the same under another name", async () => {
    const { items, moved } = diffCosts(await cost(), await cost({ "pools.0.name": "other" }));
    assert.deepEqual(items, []);
    assert.deepEqual(
      moved.map(({ from, monthly, to }) => [from, to, monthly.toFixed(2)]),
      [
        ["NodePool stateful-pool: e2-standard-4, on demand", "NodePool other-pool: e2-standard-4, on demand", "107.62"],
        ["NodePool stateful-pool: boot disks, pd-ssd", "NodePool other-pool: boot disks, pd-ssd", "17.00"],
      ],
    );
  });

  it("takes an estimate that is not there for nothing", async () => {
    const now = await cost();
    const { before, change } = diffCosts(undefined, now);
    assert.equal(before, undefined);
    assert.ok(change.eq(now.total.expected));
  });
});
