import assert from "node:assert/strict";
import { isUnknown } from "../../commands/plan/engine/plan";
import { namesOf, ofType, only, planWith } from "../support/stacks";

const CHANGES = { "cluster.tags": ["tagValues/123"] };

describe("ServiceAgent", () => {
  it("asks for GKE's account of the project once, after the APIs are on", async () => {
    const identity = only(await planWith("dev", CHANGES), "ServiceIdentity");
    assert.deepEqual(identity.inputs, { project: "my-project-dev", service: "container.googleapis.com" });
    assert.ok(namesOf(identity.dependencies).includes("apis-container"));
  });

  it("tells the number of the project once the account is there", async () => {
    const parent = (mode: "preview" | "update"): Promise<unknown> =>
      planWith("dev", CHANGES, mode).then((plan) => only(plan, "LocationTagBinding").inputs["parent"]);
    const before = (await parent("preview")) as Parameters<typeof isUnknown>[0];
    assert.ok(isUnknown(before));
    assert.match(String(await parent("update")), /\/projects\/\d+\//);
  });

  it("is not made where nothing needs it", async () => {
    assert.deepEqual(ofType(await planWith("dev"), "ServiceIdentity"), []);
  });
});
