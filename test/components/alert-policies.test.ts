import assert from "node:assert/strict";
import { at, ofType, only, planWith } from "../support/stacks";

describe("AlertPolicies", () => {
  it("are there in prod, are about its namespace, and outlive the cluster", async () => {
    const plan = await planWith("prod");
    const policies = ofType(plan, "AlertPolicy");
    assert.ok(policies.length > 15);
    const { inputs } = only(plan, "AlertPolicy", "alerts-VolumeAlmostFull");
    const query = String(at(inputs, "conditions.0.conditionPrometheusQueryLanguage.query"));
    assert.match(
      query,
      /\{project_id="my-project-prod", location="[\w-]+", cluster="gke-stateful-prod", namespace="stateful"\}/,
    );
    assert.equal(inputs["severity"], "CRITICAL");
    assert.equal(at(inputs, "conditions.0.conditionPrometheusQueryLanguage.disableMetricValidation"), true);
    policies.forEach(({ options }) => {
      assert.equal(options.deletedWith, undefined);
    });
  });

  it("tell who is named, of what is worth it", async () => {
    const channels = ["projects/my-project-prod/notificationChannels/42"];
    const plan = await planWith("prod", { monitoring: { emails: ["oncall@example.com"], channels } });
    assert.deepEqual(only(plan, "NotificationChannel").inputs["labels"], { email_address: "oncall@example.com" });
    const told = only(plan, "AlertPolicy", "alerts-ClaimLost").inputs["notificationChannels"];
    assert.equal((told as readonly unknown[]).length, 2);
    assert.equal(only(plan, "AlertPolicy", "alerts-VolumeWithoutClaim").inputs["notificationChannels"], undefined);
  });

  it("are more where there are more metrics", async () => {
    const plan = await planWith("prod", { monitoring: { metrics: "full" } });
    assert.ok(ofType(plan, "AlertPolicy").some(({ name }) => name === "alerts-BudgetWithoutRoom"));
  });
});
