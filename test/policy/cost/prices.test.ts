import assert from "node:assert/strict";
import { HOURS_A_MONTH, CLUSTER_HOUR } from "../../../policy/cost/fees";
import { diskMonth, hourOf, loadPrices, machineHour, snapshotMonth } from "../../../policy/cost/prices";
import { MACHINE_SHAPES } from "../../../policy/facts/machine-shapes";

const table = loadPrices();
const hour = (name: string, spot = false, region = "us-central1"): string | undefined =>
  machineHour(table, region, name, spot)?.toFixed();

describe("prices", () => {
  it("has every supported machine family, and disks, in every region that it names", () => {
    assert.equal(Object.keys(table.regions).length, 43);
    for (const [region, { disks, machines, snapshots }] of Object.entries(table.regions)) {
      for (const family of Object.keys(machines)) {
        assert.ok(Object.hasOwn(MACHINE_SHAPES, family), `${region} ${family}`);
      }
      assert.ok(Object.keys(machines).length > 0, region);
      assert.deepEqual(Object.keys(disks), ["pd-balanced", "pd-ssd", "pd-standard"], region);
      assert.ok(snapshots !== null && snapshots > 0 && snapshots < 1, region);
      for (const [zonal, regional] of Object.values(disks)) {
        assert.ok(zonal !== null && regional !== null && regional > zonal, region);
      }
    }
  });

  // The catalog's own prices of whole machines, which the table does not hold.
  for (const [name, onDemand, spot, region] of [
    ["e2-standard-4", "0.13402284", "0.080424", "us-central1"],
    ["e2-standard-4", "0.14743092", "0.071408", "europe-west1"],
    ["e2-medium", "0.03350571", "0.020106", "us-central1"],
    ["e2-small", "0.016752855", "0.010053", "us-central1"],
    ["n1-highcpu-2", "0.0708486", "0.0249892", "us-central1"],
    ["n4-standard-4", "0.199739544", "0.029424", "europe-west1"],
    ["t2d-standard-4", "0.185892", "0.055608", "europe-west1"],
    ["c3-highmem-8", "0.529232", "0.12968", "us-central1"],
  ] as const) {
    it(`${name} in ${region} costs what the catalog says, to the last digit`, () => {
      assert.equal(hour(name, false, region), onDemand);
      assert.equal(hour(name, true, region), spot);
    });
  }

  it("agrees with published figures", () => {
    assert.equal(CLUSTER_HOUR.times(HOURS_A_MONTH).toFixed(2), "73.00", "infracost: a GKE cluster");
    assert.equal(machineHour(table, "us-central1", "e2-standard-4", false)!.times(730).toFixed(2), "97.84");
    assert.equal(machineHour(table, "us-central1", "e2-medium", false)!.times(2190).toFixed(2), "73.38", "infracost");
    assert.equal(diskMonth(table, "us-central1", "pd-ssd", false)!.times(200).toFixed(2), "34.00", "Google's example");
    assert.equal(diskMonth(table, "us-central1", "pd-ssd", true)!.times(20).toFixed(2), "6.80");
    assert.equal(diskMonth(table, "us-central1", "pd-standard", true)!.toFixed(), "0.08");
    assert.equal(diskMonth(table, "us-central1", "pd-balanced", false)!.times(30).toFixed(2), "3.00");
    assert.equal(snapshotMonth(table, "us-central1")!.toFixed(), "0.05");
  });

  it("knows no price where the table has none, and guesses nothing", () => {
    assert.equal(hour("e2-standard-5"), undefined);
    assert.equal(hour("a2-highgpu-1g"), undefined);
    assert.equal(hour("e2-standard-4", false, "mars-north1"), undefined);
    assert.equal(hour("e2-standard-4", false, "constructor"), undefined);
    assert.equal(hourOf(table, "us-central1", "constructor", false, { vcpu: 1, gib: 1 }), undefined);
    assert.equal(diskMonth(table, "us-central1", "hyperdisk-balanced", false), undefined);
    assert.equal(diskMonth(table, "us-central1", "toString", false), undefined);
    assert.equal(snapshotMonth(table, "us"), undefined);
    const bare = {
      ...table,
      regions: { here: { machines: { e2: [1, null, 1, 1] as const }, disks: {}, snapshots: null } },
    };
    assert.equal(machineHour(bare, "here", "e2-standard-4", false), undefined);
    assert.equal(machineHour(bare, "here", "e2-standard-4", true)?.toFixed(), "20");
  });
});
