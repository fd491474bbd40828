import assert from "node:assert/strict";
import { isUnknown } from "../../commands/plan/engine/plan";
import { at, only, planWith } from "../support/stacks";
import type { Plan, PlanObject } from "../../commands/plan/engine/plan";

const system = { name: "system", machineType: "e2-standard-2", diskType: "pd-balanced", stateful: false };
const pool = (plan: Plan, name = "stateful-pool"): PlanObject => only(plan, "container/nodePool:NodePool", name).inputs;
const keepers = (plan: Plan): unknown => only(plan, "RandomId", "stateful-suffix").inputs["keepers"];

describe("NodePool", () => {
  it("is shielded, least privileged and repaired", async () => {
    const inputs = pool(await planWith("prod"));
    assert.deepEqual(inputs["nodeConfig"], {
      diskSizeGb: 100,
      diskType: "pd-ssd",
      gvnic: { enabled: true },
      imageType: "COS_CONTAINERD",
      kubeletConfig: { insecureKubeletReadonlyPortEnabled: "FALSE" },
      labels: { "gke-stateful/pool": "stateful", "gke-stateful/stateful": "true" },
      machineType: "e2-standard-4",
      metadata: { "disable-legacy-endpoints": "true" },
      oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"],
      resourceLabels: { environment: "prod" },
      serviceAccount: "gke-stateful-prod-nodes@my-project-prod.iam.gserviceaccount.com",
      shieldedInstanceConfig: { enableIntegrityMonitoring: true, enableSecureBoot: true },
      spot: false,
      taints: [{ effect: "NO_SCHEDULE", key: "gke-stateful/stateful", value: "true" }],
      workloadMetadataConfig: { mode: "GKE_METADATA" },
    });
    assert.deepEqual(inputs["management"], { autoRepair: true, autoUpgrade: true });
    assert.deepEqual(inputs["networkConfig"], { enablePrivateNodes: true });
  });

  it("scales by itself in the zones of the disks", async () => {
    const inputs = pool(await planWith("prod"));
    assert.deepEqual(inputs["autoscaling"], { locationPolicy: "BALANCED", maxNodeCount: 10, minNodeCount: 1 });
    assert.deepEqual(inputs["nodeLocations"], ["europe-west1-b", "europe-west1-c"]);
  });

  it("takes limits in total instead", async () => {
    const inputs = pool(await planWith("prod", { pools: [system, { name: "stateful", totalMin: 3, totalMax: 9 }] }));
    assert.deepEqual(inputs["autoscaling"], { locationPolicy: "BALANCED", totalMaxNodeCount: 9, totalMinNodeCount: 3 });
    assert.equal(inputs["initialNodeCount"], 2, "per zone, rounded up");
  });

  it("does not drift with the node count", async () => {
    const { inputs, options } = only(await planWith("prod"), "container/nodePool:NodePool", "stateful-pool");
    assert.deepEqual(options.ignoreChanges, ["initialNodeCount"]);
    assert.equal(inputs["ignoreNodeCountChanges"], true);
    assert.equal(inputs["nodeCount"], undefined);
  });

  it("drains within budgets when it is upgraded or deleted", async () => {
    const inputs = pool(await planWith("prod"));
    assert.deepEqual(inputs["upgradeSettings"], { maxSurge: 1, maxUnavailable: 0, strategy: "SURGE" });
    assert.deepEqual(inputs["nodeDrainConfigs"], [{ respectPdbDuringNodePoolDeletion: true }]);
  });

  it("is not drained when the whole cluster goes", async () => {
    const plan = await planWith("prod");
    assert.equal(
      only(plan, "container/nodePool:NodePool", "stateful-pool").options.deletedWith,
      only(plan, "Cluster").urn,
    );
  });

  it("upgrades blue-green on request", async () => {
    const inputs = pool(
      await planWith("prod", {
        pools: [system, { name: "stateful", upgrade: { strategy: "BLUE_GREEN", poolSoak: "60s" } }],
      }),
    );
    assert.deepEqual(inputs["upgradeSettings"], {
      blueGreenSettings: {
        nodePoolSoakDuration: "60s",
        standardRolloutPolicy: { batchNodeCount: 1, batchSoakDuration: "300s" },
      },
      strategy: "BLUE_GREEN",
    });
  });

  it("gets a new name, and so a successor beside it, when an immutable field changes", async () => {
    const before = await planWith("prod");
    const other = await planWith("prod", { pools: [system, { name: "stateful", maxPodsPerNode: 64 }] });
    const same = await planWith("prod", { pools: [system, { name: "stateful", max: 7, upgrade: { maxSurge: 2 } }] });
    assert.notDeepEqual(keepers(other), keepers(before));
    assert.deepEqual(keepers(same), keepers(before));
    const made = only(before, "container/nodePool:NodePool", "stateful-pool");
    assert.ok(isUnknown(made.inputs["name"]));
    assert.equal(made.options.deleteBeforeReplace, undefined, "the new pool comes before the old one goes");
    assert.equal(made.options.protect, undefined, "protect would refuse the replacement");
    assert.match(String(pool(await planWith("prod", {}, "update"))["name"]), /^stateful-[0-9a-f]{4}$/);
  });

  for (const [field, value] of [
    ["maxPodsPerNode", 64],
    ["spot", true],
  ] as const) {
    it(`makes a new pool beside the old one where ${field} changes`, async () => {
      const pools = (more: object) => ({ pools: [{ name: "stateful", tainted: false, ...more }] });
      const before = await planWith("dev", pools({}));
      const after = await planWith("dev", pools({ [field]: value }));
      assert.deepEqual(keepers(after), { ...(keepers(before) as PlanObject), [field]: String(value) });
    });
  }

  for (const [field, value] of [
    ["machineType", "e2-standard-8"],
    ["diskType", "pd-balanced"],
    ["diskSizeGb", 200],
  ] as const) {
    it(`keeps the pool where ${field} changes: GKE does that in place`, async () => {
      const before = await planWith("prod");
      const after = await planWith("prod", { pools: [system, { name: "stateful", [field]: value }] });
      assert.deepEqual(keepers(after), keepers(before));
      assert.equal(at(pool(after)["nodeConfig"], field), value);
    });
  }

  it("keeps the name that a pool got from an earlier version, which counted those as immutable", async () => {
    assert.deepEqual(only(await planWith("prod"), "RandomId", "stateful-suffix").options.ignoreChanges, [
      "keepers.machineType",
      "keepers.diskType",
      "keepers.diskSizeGb",
    ]);
  });

  it("begins with the nodes that its workloads need", async () => {
    assert.equal(pool(await planWith("prod"))["initialNodeCount"], 2, "three pods, a node for each, in two zones");
    assert.equal(pool(await planWith("prod"), "system-pool")["initialNodeCount"], 1, "its minimum");
  });

  it("leaves a pool for everything else without label and taint", async () => {
    const config = pool(await planWith("prod"), "system-pool")["nodeConfig"] as PlanObject;
    assert.deepEqual(config["labels"], { "gke-stateful/pool": "system" });
    assert.deepEqual(config["taints"], []);
  });

  it("labels and does not taint a stateful pool that is shared", async () => {
    const config = pool(await planWith("dev"))["nodeConfig"];
    assert.equal(at(config, "labels.gke-stateful/stateful"), "true");
    assert.deepEqual(at(config, "taints"), []);
  });

  it("encrypts boot disks with a key, and counts the key as immutable", async () => {
    const bootDiskKey = "projects/p/locations/europe-west1/keyRings/r/cryptoKeys/k";
    const plan = await planWith("prod", { pools: [system, { name: "stateful", bootDiskKey }] });
    assert.equal((pool(plan)["nodeConfig"] as PlanObject)["bootDiskKmsKey"], bootDiskKey);
    assert.equal((keepers(plan) as PlanObject)["bootDiskKey"], bootDiskKey);
  });

  it("has what it is asked for, and for what is immutable another name", async () => {
    const machine = { name: "stateful", machineType: "n2-standard-4" };
    const further = {
      imageStreaming: true,
      compactPlacement: true,
      reservation: { use: "SPECIFIC", names: ["spring", "autumn"] },
      networkTags: ["databases"],
      tags: { "tagKeys/1": "tagValues/2" },
    };
    const plan = await planWith("dev", { pools: [system, { ...machine, ...further }] });
    const inputs = pool(plan);
    const config = inputs["nodeConfig"] as PlanObject;
    assert.deepEqual(config["gcfsConfig"], { enabled: true });
    assert.deepEqual(config["reservationAffinity"], {
      consumeReservationType: "SPECIFIC_RESERVATION",
      key: "compute.googleapis.com/reservation-name",
      values: ["spring", "autumn"],
    });
    assert.deepEqual(config["tags"], ["databases"]);
    assert.deepEqual(config["resourceManagerTags"], { "tagKeys/1": "tagValues/2" });
    assert.deepEqual(inputs["placementPolicy"], { type: "COMPACT" });
    const plain = keepers(await planWith("dev", { pools: [system, machine] }));
    assert.deepEqual(keepers(plan), {
      ...(plain as object),
      compactPlacement: "true",
      reservation: "SPECIFIC,autumn,spring",
    });
  });

  it("runs in GKE Sandbox, whose taint is GKE's to set", async () => {
    const sandbox = { name: "stateful", sandbox: true };
    const plan = await planWith("dev", { pools: [system, sandbox], "@.runtimeClass": "gvisor" });
    const config = pool(plan)["nodeConfig"] as PlanObject;
    assert.deepEqual(config["sandboxConfig"], { type: "GVISOR" });
    assert.deepEqual(config["taints"], [{ effect: "NO_SCHEDULE", key: "gke-stateful/stateful", value: "true" }]);
    assert.equal(at(only(plan, "StatefulSet").inputs, "spec.template.spec.runtimeClassName"), "gvisor");
  });

  it("says nothing of image streaming unless it is told, and can switch it off", async () => {
    const config = async (settings: object): Promise<unknown> =>
      (pool(await planWith("dev", { pools: [system, { name: "stateful", ...settings }] }))["nodeConfig"] as PlanObject)[
        "gcfsConfig"
      ];
    assert.equal(await config({}), undefined);
    assert.deepEqual(await config({ imageStreaming: false }), { enabled: false });
  });

  for (const [use, consumeReservationType] of [
    ["ANY", "ANY_RESERVATION"],
    ["NONE", "NO_RESERVATION"],
  ] as const) {
    it(`uses reservations: ${use}`, async () => {
      const plan = await planWith("dev", { pools: [system, { name: "stateful", reservation: { use } }] });
      assert.deepEqual((pool(plan)["nodeConfig"] as PlanObject)["reservationAffinity"], { consumeReservationType });
    });
  }
});
