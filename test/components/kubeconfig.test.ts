import assert from "node:assert/strict";
import { at, only, planWith } from "../support/stacks";

describe("kubeconfig", () => {
  it("is a file that every client reads", async () => {
    const text = at(only(await planWith("dev", {}, "update"), "kubernetes").inputs, "kubeconfig");
    const config = JSON.parse(String(text)) as Record<string, unknown>;
    assert.equal(config["kind"], "Config");
    assert.equal(config["current-context"], "gke");
    assert.deepEqual(Object.keys(config).toSorted(), [
      "apiVersion",
      "clusters",
      "contexts",
      "current-context",
      "kind",
      "users",
    ]);
  });
});
