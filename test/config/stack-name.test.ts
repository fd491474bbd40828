import assert from "node:assert/strict";
import { withStackName } from "../../config/stack-name";
import { configWith } from "../support/stacks";
import type { Changes, StackName } from "../support/stacks";

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

  it("is in the names of what is one for a whole cluster, where other stacks may be on it", () => {
    const names = (stack: StackName, changes: Changes = {}): readonly string[] => {
      const { priorityClass, storage } = configWith(stack, changes);
      return [priorityClass.name, storage.className, storage.snapshotClass.name];
    };
    assert.deepEqual(names("prod"), ["gke-stateful", "fast-ssd", "fast-ssd-snapshots"]);
    assert.deepEqual(names("local", { storage: {} }), [
      "gke-stateful-local",
      "fast-ssd-local",
      "fast-ssd-snapshots-local",
    ]);
    assert.deepEqual(names("local", { priorityClass: { create: false }, storage: { create: false } }), [
      "gke-stateful",
      "fast-ssd",
      "fast-ssd-snapshots-local",
    ]);
    const given = { priorityClass: { name: "data" }, storage: { className: "ssd-{stack}" } };
    assert.deepEqual(names("local", given), ["data", "ssd-local", "fast-ssd-snapshots-local"]);
  });

  it("leaves values of another shape to the schema", () => {
    for (const storage of ["fast", ["fast"], 3]) {
      assert.throws(() => configWith("local", { storage: JSON.stringify(storage) }), /storage is /);
    }
    assert.throws(() => configWith("local", { storage: { className: 3 } }), /storage\.className is 3/);
  });

  it("names the cluster of a stack", () => {
    assert.equal(configWith("dev", { "cluster.name": "x-{stack}" }).cluster.name, "x-dev");
    assert.throws(
      () => configWith("dev", { "cluster.name": "x-{stacks}" }),
      /cluster\.name is "x-\{stacks\}": must be /,
    );
  });
});
