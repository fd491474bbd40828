import assert from "node:assert/strict";
import { graphOfPlan } from "../../../commands/cost/costing";
import { planReadiness } from "../../../commands/plan/readiness";
import { planWith } from "../../support/stacks";

describe("the readiness of a plan", () => {
  it("says what is pending in each stack", async () => {
    assert.equal(planReadiness(graphOfPlan(await planWith("prod")), undefined), "Readiness 100 %, nothing is pending.");
    assert.equal(
      planReadiness(graphOfPlan(await planWith("prod", { monitoring: { target: "none" } })), undefined),
      "Readiness 95 %, pending: alert rules.",
    );
    assert.equal(
      planReadiness(graphOfPlan(await planWith("prod", { monitoring: { target: "managed-prometheus" } })), undefined),
      "Readiness 100 %, nothing is pending.",
    );
    assert.equal(
      planReadiness(graphOfPlan(await planWith("dev")), undefined),
      "Readiness 86 %, pending: backup, alert rules.",
    );
  });

  it("takes exemptions of the pack's configuration", async () => {
    const exemptions = [{ object: "StorageClass fast-ssd", reason: "a test", expires: "2026-12-31" }];
    const config = { "reclaim-delete": { level: undefined, properties: { exemptions } } };
    assert.equal(planReadiness(graphOfPlan(await planWith("dev")), config), "Readiness 95 %, pending: alert rules.");
  });
});
