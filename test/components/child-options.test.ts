import assert from "node:assert/strict";
import { childOptions } from "../../components/child-options";
import type * as pulumi from "@pulumi/pulumi";

describe("childOptions", () => {
  const [parent, cluster, one, other] = ["parent", "cluster", "one", "other"].map(
    (name) => ({ name }) as unknown as pulumi.ComponentResource,
  ) as [pulumi.ComponentResource, pulumi.ComponentResource, pulumi.ComponentResource, pulumi.ComponentResource];

  it("is the parent alone where nothing is said", () => {
    assert.deepEqual(childOptions(parent, undefined), { parent });
    assert.deepEqual(childOptions(parent, {}), { parent });
  });
  it("hands down what Pulumi does not", () => {
    assert.deepEqual(childOptions(parent, { deletedWith: cluster, dependsOn: [one] }, [other]), {
      deletedWith: cluster,
      dependsOn: [one, other],
      parent,
    });
    assert.deepEqual(childOptions(parent, { dependsOn: one }), { dependsOn: [one], parent });
  });
});
