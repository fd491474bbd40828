import assert from "node:assert/strict";
import { withStackName } from "../../config/stack-name";
import { configWith } from "../support/stacks";

describe("withStackName", () => {
  for (const [name, stack, expected] of [
    ["gke-stateful-{stack}", "dev", "gke-stateful-dev"],
    ["{stack}-{stack}", "dev", "dev-dev"],
    ["gke-{stack}", "pr-my-org-my-repo-123", "gke-pr-my-org-my-repo-123"],
    ["gke-stateful-{stack}", "pr-my-organization-my-repository-123", "gke-stateful-pr-my-organization-m-8c3f1c"],
    ["gke-{stack}", "PR_12.3", "gke-pr-12-3-712722"],
    ["gke-{stack}", "_", "gke-d2e2ad"],
  ] as const) {
    it(`${name} of ${stack} is ${expected}`, () => {
      assert.equal(withStackName(name, stack, 40), expected);
      assert.ok(expected.length <= 40);
    });
  }

  it("tells stacks apart whose names are shortened alike", () => {
    const name = (number: number): string =>
      withStackName("gke-stateful-{stack}", `pr-my-organization-my-repository-${String(number)}`, 40);
    assert.notEqual(name(1), name(2));
  });

  it("names the cluster of a stack", () => {
    assert.equal(configWith("dev", { "cluster.name": "x-{stack}" }).cluster.name, "x-dev");
    assert.throws(
      () => configWith("dev", { "cluster.name": "x-{stacks}" }),
      /cluster\.name is "x-\{stacks\}": must be /,
    );
  });
});
