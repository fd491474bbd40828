import assert from "node:assert/strict";
import { at, ofType, only, planWith } from "../support/stacks";

describe("Priority", () => {
  it("puts stateful pods above those without a class, and below the system's", async () => {
    const { inputs } = only(await planWith("prod"), "PriorityClass");
    assert.deepEqual(inputs["value"], 100_000);
    assert.ok((inputs["value"] as number) < 1_000_000_000, "the API server refuses more");
    assert.equal(inputs["globalDefault"], undefined);
  });

  it("has the stack's name where other stacks may be on the cluster, and can be that of another", async () => {
    const own = await planWith("local");
    assert.equal(at(only(own, "PriorityClass").inputs, "metadata.name"), "gke-stateful-local");
    assert.equal(at(only(own, "StatefulSet").inputs, "spec.template.spec.priorityClassName"), "gke-stateful-local");
    const shared = await planWith("local", { priorityClass: { create: false, name: "gke-stateful" } });
    assert.deepEqual(ofType(shared, "PriorityClass"), []);
    assert.equal(at(only(shared, "StatefulSet").inputs, "spec.template.spec.priorityClassName"), "gke-stateful");
  });
});
