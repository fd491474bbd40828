import assert from "node:assert/strict";
import { namesOf, ofType, only, planWith } from "../support/stacks";

describe("Network", () => {
  it("makes a VPC-native subnet with ranges for pods and Services", async () => {
    const plan = await planWith("dev");
    assert.deepEqual(only(plan, "Network", "network-vpc").inputs, {
      autoCreateSubnetworks: false,
      name: "gke-stateful-dev",
      project: "my-project-dev",
      routingMode: "REGIONAL",
    });
    const subnet = only(plan, "Subnetwork");
    assert.equal(subnet.inputs["privateIpGoogleAccess"], true);
    assert.equal(subnet.inputs["network"], "projects/my-project-dev/global/networks/gke-stateful-dev");
    assert.deepEqual(subnet.inputs["secondaryIpRanges"], [
      { ipCidrRange: "10.4.0.0/14", rangeName: "pods" },
      { ipCidrRange: "10.8.0.0/20", rangeName: "services" },
    ]);
    assert.ok(
      namesOf(subnet.dependencies).includes("network-vpc"),
      "the name is a plain string, so the order must be said",
    );
  });

  it("lets private nodes out through NAT, which logs errors only", async () => {
    const nat = only(await planWith("dev"), "RouterNat");
    assert.equal(nat.inputs["sourceSubnetworkIpRangesToNat"], "ALL_SUBNETWORKS_ALL_IP_RANGES");
    assert.deepEqual(nat.inputs["logConfig"], { enable: true, filter: "ERRORS_ONLY" });
    assert.ok(namesOf(nat.dependencies).includes("network-router"));
  });

  it("makes no router and no NAT when NAT is off", async () => {
    const plan = await planWith("dev", { "network.nat": false });
    assert.deepEqual([...ofType(plan, "Router"), ...ofType(plan, "RouterNat")], []);
    assert.equal(ofType(plan, "Subnetwork").length, 1);
  });

  it("adopts a network and makes nothing", async () => {
    const existing = {
      network: "shared",
      subnetwork: "projects/host/regions/europe-west1/subnetworks/s",
      podRange: "p",
      serviceRange: "s",
    };
    const plan = await planWith("dev", { "network.existing": existing });
    assert.deepEqual(
      plan.resources.filter(({ type }) => type.startsWith("gcp:compute/")),
      [],
    );
    const cluster = only(plan, "Cluster");
    assert.equal(cluster.inputs["network"], "shared");
    assert.equal(cluster.inputs["subnetwork"], existing.subnetwork);
    assert.deepEqual(cluster.inputs["ipAllocationPolicy"], {
      clusterSecondaryRangeName: "p",
      servicesSecondaryRangeName: "s",
    });
  });

  it("is protected where deletion protection is on", async () => {
    const protectedNames = (await planWith("prod")).resources.filter(
      ({ options, type }) => options.protect === true && type.startsWith("gcp:compute/"),
    );
    assert.equal(protectedNames.length, 4);
    assert.equal(only(await planWith("dev"), "Subnetwork").options.protect, undefined);
  });
});
