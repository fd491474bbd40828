import assert from "node:assert/strict";
import { costReport } from "../../../commands/cost/report";
import { costOfPlan } from "../../../commands/cost/costing";
import { loadPrices } from "../../../policy/cost/prices";
import { planWith } from "../../support/stacks";

describe("costReport", () => {
  it("writes exact decimals as text, and null for what is not known", async () => {
    const usage = { pods: { "terminal-pods": 3 } };
    const report = costReport(costOfPlan(await planWith("prod"), { prices: loadPrices(), usage }), usage);
    assert.equal(report.version, 1);
    assert.equal(report.hoursAMonth, 730);
    assert.equal(report.prices.date, "2026-07-30");
    assert.deepEqual(report.usage, usage);
    assert.equal(report.total.expected, "603.6582864");
    const pool = report.entries.find(({ title }) => title === "NodePool stateful-pool");
    assert.deepEqual(pool?.items[0], {
      title: "e2-standard-4, on demand",
      unit: "hours",
      quantity: { min: "1460", expected: "2190", max: "14600" },
      price: "0.14743092",
      monthly: { min: "215.2491432", expected: "322.8737148", max: "2152.491432" },
      spot: false,
      note: null,
    });
    const backup = report.entries.find(({ title }) => title.startsWith("BackupPlan"));
    assert.deepEqual([backup?.items[0]?.price, backup?.items[0]?.monthly], [null, null]);
    assert.deepEqual(report.pods, [{ title: "StatefulSet stateful/terminal-pods", pods: 3, idleClaims: "6.8" }]);
    assert.match(report.sessionHour ?? "", /^0\.275643$/);
    assert.deepEqual([report.unpriced, report.undecided], [[], []]);
  });
});
