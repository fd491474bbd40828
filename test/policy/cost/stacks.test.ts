import assert from "node:assert/strict";
import { costOfPlan } from "../../../commands/cost/costing";
import { loadPrices } from "../../../policy/cost/prices";
import { planWith } from "../../support/stacks";
import type { Estimate } from "../../../policy/cost/estimate";

/**
 * The stacks of this repository, calculated once more in whole billionths of a dollar from what their files and defaults say,
 * without any code of the estimate. Prices of europe-west1 on 2026-07-30: the catalog's own, of whole machines.
 */
const E2_STANDARD_4 = 147_430_920n;
const E2_STANDARD_2 = 73_715_460n;
const CENT = 10_000_000n;
const MONTH = 730n;
const CLUSTER = 10n * CENT * MONTH;
const ADDRESS = 5_000_000n * MONTH;
/** NAT, each machine. */
const NAT = 1_400_000n * MONTH;
/** 100 GiB of boot disk. */
const SSD_BOOT = 1_700n * CENT;
const BALANCED_BOOT = 1_000n * CENT;
/** 20 GiB of a claim. */
const ZONAL_CLAIM = 340n * CENT;
const REGIONAL_CLAIM = 680n * CENT;

const dollars = (billionths: bigint): string => (Number(billionths) / 1e9).toFixed(6);
const total = ({ total: { expected, max, min } }: Estimate): readonly string[] =>
  [min, expected, max].map((one) => one.toFixed(6));

describe("the cost of the stacks", () => {
  it("prod: two pools in two zones, 2 to 20 and 2 to 6 machines, a node for each of three pods, with a disk in two zones", async () => {
    const nodes = (stateful: bigint, system: bigint): bigint =>
      stateful * (E2_STANDARD_4 * MONTH + SSD_BOOT) +
      system * (E2_STANDARD_2 * MONTH + BALANCED_BOOT) +
      (stateful + system) * NAT;
    const rest = CLUSTER + ADDRESS + 3n * REGIONAL_CLAIM;
    const found = costOfPlan(await planWith("prod"), { prices: loadPrices(), usage: {} });
    assert.deepEqual(total(found), [
      dollars(nodes(2n, 2n) + rest),
      dollars(nodes(3n, 2n) + rest),
      dollars(nodes(20n, 6n) + rest),
    ]);
    assert.deepEqual(found.doubts, []);
    assert.deepEqual(found.unpriced, []);
  });

  it("dev: one pool in one zone, 1 to 3 machines, three pods with a disk in one zone", async () => {
    const nodes = (count: bigint): bigint => count * (E2_STANDARD_4 * MONTH + SSD_BOOT + NAT);
    const rest = CLUSTER + ADDRESS + 3n * ZONAL_CLAIM;
    const found = costOfPlan(await planWith("dev"), { prices: loadPrices(), usage: {} });
    assert.deepEqual(total(found), [dollars(nodes(1n) + rest), dollars(nodes(1n) + rest), dollars(nodes(3n) + rest)]);
  });

  it("local: nothing that anybody is known to bill", async () => {
    const found = costOfPlan(await planWith("local"), { prices: loadPrices(), usage: {} });
    assert.deepEqual(total(found), ["0.000000", "0.000000", "0.000000"]);
  });

  it("counts Spot machines at their price", async () => {
    const pools = [{ name: "stateful", tainted: false, min: 1, max: 3, spot: true }];
    const found = costOfPlan(await planWith("dev", { pools }), { prices: loadPrices(), usage: {} });
    assert.equal(found.spot.expected.toFixed(6), dollars(71_408_000n * MONTH));
  });
});
