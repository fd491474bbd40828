import assert from "node:assert/strict";
import { namesOf, only, planWith } from "../support/stacks";

describe("the Google Cloud platform", () => {
  it("builds from the project up", async () => {
    const plan = await planWith("prod");
    assert.ok(namesOf(only(plan, "Cluster").dependencies).includes("network-subnet"));
    assert.ok(namesOf(only(plan, "Cluster").dependencies).includes("nodes-account"));
    assert.ok(
      namesOf(only(plan, "container/nodePool:NodePool", "system-pool").dependencies).includes("cluster-cluster"),
    );
    assert.ok(namesOf(only(plan, "BackupPlan").dependencies).includes("cluster-cluster"));
  });

  it("says how to get credentials, by the endpoint there is", async () => {
    assert.match(
      String((await planWith("prod")).outputs["getCredentials"]),
      /--location europe-west1 --project my-project-prod --dns-endpoint$/,
    );
    const byAddress = await planWith("dev", {
      "cluster.dnsEndpoint": false,
      "cluster.authorizedNetworks": [{ name: "o", cidr: "192.0.2.0/24" }],
    });
    assert.match(String(byAddress.outputs["getCredentials"]), /--project my-project-dev$/);
  });
});
