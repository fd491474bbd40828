import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { costOfPlan } from "../../../commands/cost/costing";
import { quotaLines } from "../../../commands/cost/quota-text";
import { loadPrices } from "../../../policy/cost/prices";
import { planWith } from "../../support/stacks";
import type { Changes, StackName } from "../../support/stacks";

const lines = async (stack: StackName, changes: Changes = {}): Promise<readonly string[]> =>
  quotaLines(costOfPlan(await planWith(stack, changes), { prices: loadPrices(), usage: {} }).quotas).map(
    stripVTControlCharacters,
  );

describe("quotaLines", () => {
  it("shows what a region must have, what a new project has, and warns where that may be less", async () => {
    assert.deepEqual(await lines("prod"), [
      "",
      "Quota in europe-west1  least  expected   most  a new project has",
      "├─ CPUS                   12        20     96  24; 8 in a free trial",
      "├─ SSD_TOTAL_GB          520       720  2,820  250 to 500",
      "└─ IN_USE_ADDRESSES        1         1      1  8; 4 in a free trial",
      "Warning: A new project may not have 720 SSD_TOTAL_GB in europe-west1. Look at yours, and ask for more before the first up: https://console.cloud.google.com/iam-admin/quotas",
    ]);
  });

  it("warns of nothing that a new project has", async () => {
    const pools = [{ name: "stateful", tainted: false, min: 1, max: 2, diskSizeGb: 50 }];
    const shown = await lines("dev", { pools });
    assert.match(shown[3] ?? "", /SSD_TOTAL_GB +110 +160 +210/);
    assert.ok(!shown.some((line) => line.startsWith("Warning")), shown.join("\n"));
  });

  it("is silent without Google Cloud", async () => {
    assert.deepEqual(await lines("local"), []);
  });
});
