import assert from "node:assert/strict";
import { only, planWith } from "../support/stacks";

describe("Priority", () => {
  it("puts stateful pods above those without a class, and below the system's", async () => {
    const { inputs } = only(await planWith("prod"), "PriorityClass");
    assert.deepEqual(inputs["value"], 100_000);
    assert.ok((inputs["value"] as number) < 1_000_000_000, "the API server refuses more");
    assert.equal(inputs["globalDefault"], undefined);
  });
});
