import assert from "node:assert/strict";
import { capacityOf, simulatedPools } from "../../../../commands/rehearse/simulation/pools";
import { possibleNodes } from "../../../../commands/rehearse/simulation/nodes";
import { planWith } from "../../../support/stacks";

describe("pools of a rehearsal", () => {
  it("are those of the plan, with labels, taints, zones and bounds", async () => {
    const pools = simulatedPools(await planWith("prod"));
    assert.deepEqual(
      pools.map(({ max, min, name, zones }) => [name, min, max, zones.length]),
      [
        ["stateful", 1, 10, 2],
        ["system", 1, 3, 2],
      ],
    );
    const [stateful] = pools;
    assert.deepEqual(stateful?.taints, [{ key: "gke-stateful/stateful", value: "true", effect: "NoSchedule" }]);
    assert.equal(stateful.labels["gke-stateful/pool"], "stateful");
    assert.equal(stateful.machine.name, "e2-standard-4");
  });

  it("share total limits among their zones", async () => {
    const pools = simulatedPools(
      await planWith("prod", {
        pools: [
          { name: "system", machineType: "e2-standard-2", diskType: "pd-balanced", stateful: false },
          { name: "stateful", totalMin: 2, totalMax: 5 },
        ],
      }),
    );
    const stateful = pools.find(({ name }) => name === "stateful");
    assert.deepEqual([stateful?.min, stateful?.max, stateful?.totalMax], [1, 5, 5]);
  });

  it("are upgraded as the plan says", async () => {
    const pool = { name: "stateful", tainted: false, min: 1, max: 3 };
    const upgradeOf = async (upgrade: object): Promise<unknown> =>
      simulatedPools(await planWith("dev", { pools: [{ ...pool, upgrade }] }))[0]?.upgrade;
    assert.deepEqual(await upgradeOf({}), { isBlueGreen: false, surge: 1, unavailable: 0 });
    assert.deepEqual(await upgradeOf({ maxSurge: 2, maxUnavailable: 1 }), {
      isBlueGreen: false,
      surge: 2,
      unavailable: 1,
    });
    assert.deepEqual(await upgradeOf({ strategy: "BLUE_GREEN", batchNodeCount: 3 }), {
      isBlueGreen: true,
      surge: 3,
      unavailable: 0,
    });
  });

  it("stand for the nodes of a cluster that the stack does not make", async () => {
    assert.deepEqual(
      simulatedPools(await planWith("local")).map(({ min, name }) => [name, min]),
      [["nodes", 3]],
    );
  });

  it("have nodes with what GKE leaves to pods", async () => {
    const [stateful] = simulatedPools(await planWith("prod"));
    assert.equal(capacityOf(stateful!)["cpu"], "3920m");
    assert.equal(capacityOf(stateful!)["pods"], "48");
  });

  it("tell the fake cloud of more nodes than there can be at once", async () => {
    const pools = simulatedPools(await planWith("dev"));
    const [one] = possibleNodes(pools, 1);
    const [two] = possibleNodes(pools, 2);
    assert.equal(one?.prefix, "stateful-europe-west1-b");
    assert.ok(one.count > 3 * 3);
    assert.ok((two?.count ?? 0) > one.count);
  });
});
