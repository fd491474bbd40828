import assert from "node:assert/strict";
import { namesOf, ofType, planWith } from "../support/stacks";

describe("ClusterTags", () => {
  it("binds each value to the cluster by the project's number, once the cluster is there", async () => {
    const plan = await planWith("dev", { "cluster.tags": ["tagValues/12", "tagValues/34"] }, "update");
    const bindings = ofType(plan, "LocationTagBinding");
    assert.deepEqual(
      bindings.map(({ inputs }) => inputs),
      ["tagValues/12", "tagValues/34"].map((tagValue) => ({
        location: "europe-west1-b",
        parent: "//container.googleapis.com/projects/123456789012/locations/europe-west1-b/clusters/gke-stateful-dev",
        tagValue,
      })),
    );
    for (const binding of bindings) {
      assert.ok(namesOf(binding.dependencies).includes("cluster-cluster"));
    }
  });

  it("binds nothing where there are none", async () => {
    assert.deepEqual(ofType(await planWith("dev"), "LocationTagBinding"), []);
  });
});
