import assert from "node:assert/strict";
import { at, only, planWith } from "../support/stacks";
import type { PlanObject } from "../../commands/plan/engine/plan";

const spec = async (budget: PlanObject): Promise<unknown> =>
  only(await planWith("dev", { "@.budget": budget }), "PodDisruptionBudget").inputs["spec"];
const rest = { selector: { matchLabels: { app: "terminal" } }, unhealthyPodEvictionPolicy: "AlwaysAllow" };

describe("DisruptionBudget", () => {
  it("lets one pod go at a time, and any that is broken", async () => {
    assert.deepEqual(await spec({}), { ...rest, maxUnavailable: 1 });
  });
  it("says what the configuration says", async () => {
    assert.deepEqual(await spec({ minAvailable: 2 }), { ...rest, minAvailable: 2 });
    assert.deepEqual(await spec({ maxUnavailable: "50%" }), { ...rest, maxUnavailable: "50%" });
  });
  it("keeps a majority of a quorum", async () => {
    const plan = await planWith("dev", { "@.budget": { quorum: true }, "@.replicas": 5 });
    assert.equal(at(only(plan, "PodDisruptionBudget").inputs, "spec.maxUnavailable"), 2);
  });
});
