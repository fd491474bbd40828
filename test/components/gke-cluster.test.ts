import assert from "node:assert/strict";
import { isUnknown } from "../../commands/plan/engine/plan";
import { at, namesOf, ofType, only, planWith } from "../support/stacks";

describe("GkeCluster", () => {
  it("is regional in prod and zonal in dev", async () => {
    assert.equal(only(await planWith("prod"), "Cluster").inputs["location"], "europe-west1");
    assert.deepEqual(only(await planWith("prod"), "Cluster").inputs["nodeLocations"], [
      "europe-west1-b",
      "europe-west1-c",
    ]);
    assert.equal(only(await planWith("dev"), "Cluster").inputs["location"], "europe-west1-b");
    assert.equal(
      only(await planWith("dev"), "Cluster").inputs["nodeLocations"],
      undefined,
      "a zonal cluster must not name its own zone",
    );
  });

  it("is protected in prod, by Pulumi and by GKE, and not in dev", async () => {
    const [prod, dev] = [only(await planWith("prod"), "Cluster"), only(await planWith("dev"), "Cluster")];
    assert.deepEqual([prod.options.protect, prod.inputs["deletionProtection"]], [true, true]);
    assert.deepEqual([dev.options.protect, dev.inputs["deletionProtection"]], [undefined, false]);
  });

  it("removes the default pool and never replaces the cluster for it", async () => {
    const { inputs, options } = only(await planWith("prod"), "Cluster");
    assert.equal(inputs["removeDefaultNodePool"], true);
    assert.deepEqual(options.ignoreChanges, ["initialNodeCount", "nodeConfig"]);
    assert.deepEqual(options.customTimeouts, { create: "45m", update: "60m", delete: "45m" });
  });

  it("opens the control plane by DNS name only, unless ranges are named", async () => {
    const closed = only(await planWith("prod"), "Cluster").inputs;
    assert.deepEqual(closed["controlPlaneEndpointsConfig"], {
      dnsEndpointConfig: { allowExternalTraffic: true },
      ipEndpointsConfig: { enabled: false },
    });
    assert.equal(closed["masterAuthorizedNetworksConfig"], undefined);
    const open = only(
      await planWith("prod", { "cluster.authorizedNetworks": [{ name: "office", cidr: "192.0.2.0/24" }] }),
      "Cluster",
    ).inputs;
    assert.equal(at(open, "controlPlaneEndpointsConfig.ipEndpointsConfig.enabled"), true);
    assert.deepEqual(open["masterAuthorizedNetworksConfig"], {
      cidrBlocks: [{ cidrBlock: "192.0.2.0/24", displayName: "office" }],
      gcpPublicCidrsAccessEnabled: false,
    });
  });

  it("writes a kubeconfig without a token, by DNS name or by address", async () => {
    const byName = at(only(await planWith("dev", {}, "update"), "kubernetes").inputs, "kubeconfig");
    const byAddress = at(
      only(
        await planWith(
          "dev",
          { "cluster.dnsEndpoint": false, "cluster.authorizedNetworks": [{ name: "o", cidr: "192.0.2.0/24" }] },
          "update",
        ),
        "kubernetes",
      ).inputs,
      "kubeconfig",
    );
    for (const [text, server] of [
      [byName, /"server":"https:\/\/gke-[0-9a-f]+\.europe-west1-b\.gke\.goog"/],
      [byAddress, /"server":"https:\/\/203\.0\.113\.10","certificate-authority-data":"cGxhbg=="/],
    ] as const) {
      assert.match(String(text), server);
      assert.match(
        String(text),
        /"command":"gke-gcloud-auth-plugin","args":\["--use_application_default_credentials"\]/,
        "the credentials of the Google Cloud provider",
      );
      assert.doesNotMatch(String(text), /token":/);
    }
  });

  it("gives the provider an identity that outlives a changed address", async () => {
    const { inputs, options } = only(await planWith("prod"), "kubernetes");
    assert.equal(
      inputs["clusterIdentifier"],
      "projects/my-project-prod/locations/europe-west1/clusters/gke-stateful-prod",
    );
    assert.ok(isUnknown(inputs["kubeconfig"]), "unknown on the first preview");
    assert.equal(options.deletedWith, undefined);
  });

  it("takes everything in the cluster along when it goes", async () => {
    const plan = await planWith("prod");
    const cluster = only(plan, "Cluster").urn;
    for (const { name, options, type } of plan.resources.filter(
      (resource) => resource.custom && resource.type.startsWith("kubernetes:"),
    )) {
      assert.ok(options.deletedWith !== undefined, `${type} ${name}`);
    }
    assert.equal(only(plan, "StatefulSet").options.deletedWith, cluster);
  });

  it("makes nothing of it on a cluster that exists", async () => {
    const plan = await planWith("local");
    assert.deepEqual(
      plan.resources.filter(
        ({ type }) => type.startsWith("gcp:") || /:(Network|GkeCluster|NodePool|Backup)$/.test(type),
      ),
      [],
    );
    assert.deepEqual(ofType(plan, "kubernetes")[0]?.inputs, { clusterIdentifier: "current-context" });
    assert.deepEqual(namesOf(only(plan, "StatefulSet").dependencies).includes("cluster-cluster"), false);
  });

  it("uses the file and the context of a kubeconfig that are named", async () => {
    const plan = await planWith("local", { kubeconfig: { path: "/k/config", context: "kind-kind" } });
    assert.deepEqual(only(plan, "kubernetes").inputs, {
      clusterIdentifier: "current-context",
      context: "kind-kind",
      kubeconfig: "/k/config",
    });
  });
});
