import assert from "node:assert/strict";
import { namesOf, ofType, only, planWith } from "../support/stacks";

const existing = {
  hostProject: "network-host",
  network: "shared",
  subnetwork: "europe",
  podRange: "p",
  serviceRange: "s",
};
const AGENT = "serviceAccount:service-123456789012@container-engine-robot.iam.gserviceaccount.com";
const MACHINES = "serviceAccount:123456789012@cloudservices.gserviceaccount.com";
const SUBNET = "projects/network-host/regions/europe-west1/subnetworks/europe";

describe("SharedNetworkAccess", () => {
  it("gives GKE's accounts their roles in the host project, and no more, before the cluster is made", async () => {
    const plan = await planWith("dev", { "network.existing": existing }, "update");
    const place = { project: "network-host", region: "europe-west1", subnetwork: SUBNET };
    assert.deepEqual(
      ofType(plan, "SubnetworkIAMMember").map(({ inputs }) => inputs),
      [AGENT, MACHINES].map((member) => ({ ...place, member, role: "roles/compute.networkUser" })),
    );
    const host = ofType(plan, "projects/iAMMember:IAMMember").filter(
      ({ inputs }) => inputs["project"] === "network-host",
    );
    assert.deepEqual(
      host.map(({ inputs }) => inputs),
      [{ member: AGENT, project: "network-host", role: "roles/container.hostServiceAgentUser" }],
    );
    const needed = namesOf(only(plan, "Cluster").dependencies);
    assert.ok(
      ["shared-network-subnet-gke", "shared-network-subnet-machines", "shared-network-host-gke"].every((name) =>
        needed.includes(name),
      ),
    );
  });

  it("leaves the roles when the stack goes, because other clusters of the project need them", async () => {
    const plan = await planWith("dev", { "network.existing": existing });
    const members = plan.resources.filter(({ name }) => name.startsWith("shared-network-"));
    assert.deepEqual(
      members.filter(({ custom }) => custom).map(({ options }) => options.retainOnDelete),
      [true, true, true],
    );
  });

  it("tells the cluster the network of the host project in full", async () => {
    const { inputs } = only(await planWith("dev", { "network.existing": existing }), "Cluster");
    assert.equal(inputs["network"], "projects/network-host/global/networks/shared");
    assert.equal(inputs["subnetwork"], SUBNET);
  });

  it("leaves self links as they are", async () => {
    const network = "projects/network-host/global/networks/n";
    const plan = await planWith("dev", { "network.existing": { ...existing, network } });
    assert.equal(only(plan, "Cluster").inputs["network"], network);
  });

  it("gives nothing where the network is the project's own", async () => {
    const own = { network: "n", subnetwork: "s", podRange: "p", serviceRange: "s" };
    const plan = await planWith("dev", { "network.existing": own });
    assert.deepEqual(ofType(plan, "SubnetworkIAMMember"), []);
    assert.equal(only(plan, "Cluster").inputs["network"], "n");
  });
});
