import assert from "node:assert/strict";
import { planWith } from "../support/stacks";

describe("a cluster of a kubeconfig", () => {
  it("gets the Kubernetes half and nothing else", async () => {
    const types = new Set(
      (await planWith("local")).resources.filter(({ custom }) => custom).map(({ type }) => type.split(":")[0]),
    );
    assert.deepEqual([...types].toSorted(), ["kubernetes", "pulumi"]);
  });

  it("has no outputs of Google Cloud", async () => {
    assert.deepEqual((await planWith("local")).outputs, { namespace: "stateful", workloads: ["terminal-pods"] });
  });
});
