import assert from "node:assert/strict";
import { nodeAccountId } from "../../components/node-identity";
import { ofType, only, planWith } from "../support/stacks";

describe("NodeIdentity", () => {
  it("has the least that nodes need", async () => {
    const plan = await planWith("dev");
    assert.equal(only(plan, "Account").inputs["accountId"], "gke-stateful-dev-nodes");
    assert.deepEqual(
      ofType(plan, "IAMMember").map(({ inputs }) => [inputs["role"], inputs["member"]]),
      [
        [
          "roles/container.defaultNodeServiceAccount",
          "serviceAccount:gke-stateful-dev-nodes@my-project-dev.iam.gserviceaccount.com",
        ],
      ],
    );
  });

  it("may pull from Artifact Registry when asked", async () => {
    const roles = ofType(await planWith("dev", { "cluster.artifactRegistry": true }), "IAMMember").map(
      ({ inputs }) => inputs["role"],
    );
    assert.deepEqual(roles.toSorted(), ["roles/artifactregistry.reader", "roles/container.defaultNodeServiceAccount"]);
  });

  it("is the account of the nodes, of the default pool too", async () => {
    const plan = await planWith("dev");
    const email = "gke-stateful-dev-nodes@my-project-dev.iam.gserviceaccount.com";
    for (const type of ["Cluster", "container/nodePool:NodePool"]) {
      assert.equal((only(plan, type).inputs["nodeConfig"] as Record<string, unknown>)["serviceAccount"], email);
    }
  });

  it("keeps account ids within 30 characters, and apart", () => {
    assert.equal(nodeAccountId("a".repeat(24)), `${"a".repeat(24)}-nodes`);
    const [one, other] = [nodeAccountId(`${"a".repeat(39)}b`), nodeAccountId(`${"a".repeat(39)}c`)];
    assert.equal(one.length, 30);
    assert.notEqual(one, other);
    assert.match(one, /^[a-z][-a-z0-9]*[a-z0-9]$/);
  });
});
