import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { costLines, totalText } from "../../../commands/cost/text";
import { costOfPlan } from "../../../commands/cost/costing";
import { band } from "../../../policy/cost/band";
import { loadPrices } from "../../../policy/cost/prices";
import { planWith } from "../../support/stacks";
import type { Usage } from "../../../policy/cost/usage";
import type { Changes, StackName } from "../../support/stacks";

const text = async (stack: StackName, usage: Usage = {}, changes: Changes = {}): Promise<string> =>
  costLines(costOfPlan(await planWith(stack, changes), { prices: loadPrices(), usage }))
    .map(stripVTControlCharacters)
    .join("\n");

describe("costLines", () => {
  it("shows quantity, unit, price and cost of everything, and what it could not tell", async () => {
    const shown = await text("prod");
    assert.match(shown, /├─ e2-standard-4, on demand +1,460–14,600 \(2,190\) {2}hours +\$0\.147431 +\$322\.87\n/);
    assert.match(shown, /└─ claims workspace, pd-ssd in two zones +60 {2}GiB +\$0\.34 +\$20\.40\n/);
    assert.match(shown, /logs beyond 50 GiB +GiB +\$0\.50 +depends on usage\n/);
    assert.match(
      shown,
      /backups in europe-west1 \(if 5 % of the data changes in a day\) +60–20,160 \(102\) {2}GiB +no price known\n/,
    );
    assert.match(
      shown,
      /Cost a month: \$603\.66 expected, between \$478\.01 and \$2,998\.99, and what depends on usage or has no known price\n/,
    );
    assert.match(shown, /A pod in use costs \$0\.2756 an hour: that sum, divided by 3 pods in use all month\.\n/);
    assert.match(
      shown,
      /Claims that a pod of StatefulSet stateful\/terminal-pods leaves behind cost \$6\.80 a month\.$/,
    );
  });

  it("shows what is expected where that is not the least", async () => {
    assert.match(await text("prod", { nodes: { "stateful-pool": 4 } }), /1,460–14,600 \(2,920\) {2}hours/);
    assert.match(
      await text("prod", { sessionHours: 1000 }),
      /A pod in use costs \$0\.6037 an hour: that sum, divided by 1,000 hours of use\./,
    );
  });

  it("says what Spot machines cost of it", async () => {
    const pools = [{ name: "stateful", tainted: false, min: 1, max: 3, spot: true }];
    assert.match(await text("dev", {}, { pools }), /Spot machines are \$52\.13 expected, between .* of it/);
  });

  it("says for a stack without Google Cloud what it is paid for, and no price", async () => {
    assert.match(await text("local"), /claims workspace, .* +60 {2}GiB +no price known\n/);
  });

  it("says nothing of what nobody bills", () => {
    const nothing = { prices: loadPrices(), usage: {} };
    assert.deepEqual(costLines(costOfPlan({ ...PLAN, resources: [] }, nothing)), []);
  });

  it("shows one amount where there is only one", () => {
    assert.equal(totalText(band(3)), "$3.00");
    assert.equal(totalText(band(1, 2, 3)), "$2.00 expected, between $1.00 and $3.00");
  });
});

const PLAN = {
  version: 2,
  project: "p",
  stack: "s",
  mode: "preview",
  outputs: {},
  warnings: [],
  verdicts: null,
} as const;
