import assert from "node:assert/strict";
import { allocatable, diskKind, machineType, SUPPORTED_FAMILIES } from "../../../policy/facts/machine-types";
import { MACHINE_SHAPES } from "../../../policy/facts/machine-shapes";

const names = Object.entries(MACHINE_SHAPES).flatMap(([family, classes]) =>
  Object.entries(classes as Record<string, Record<string, number>>).flatMap(([name, sizes]) =>
    Object.keys(sizes).map((size) => `${family}-${name}-${size}`),
  ),
);

describe("machineType", () => {
  it("knows every shape, and a family for each", () => {
    assert.ok(names.length > 250);
    assert.deepEqual(
      names.filter((name) => machineType(name) === undefined),
      [],
    );
    assert.deepEqual(Object.keys(MACHINE_SHAPES).toSorted(), SUPPORTED_FAMILIES.toSorted());
  });

  for (const [name, vcpu, memoryGiB, disks, attachLimit, statefulHa] of [
    ["e2-standard-4", 4, 16, "persistent-disk", 127, true],
    ["e2-medium", 1, 4, "persistent-disk", 15, true],
    ["t2d-standard-4", 4, 16, "persistent-disk", 127, false],
    ["n4-standard-8", 8, 32, "hyperdisk", 15, false],
    ["n4-standard-16", 16, 64, "hyperdisk", 31, false],
    ["c4-standard-2", 2, 7, "hyperdisk", 7, false],
    ["c4-standard-4", 4, 15, "hyperdisk", 15, false],
    ["c4a-standard-8", 8, 32, "hyperdisk", 15, false],
    ["c4d-standard-2", 2, 7, "hyperdisk", 3, false],
  ] as const) {
    it(`${name}: ${disks}, ${String(attachLimit)} volumes`, () => {
      assert.deepEqual(machineType(name), {
        name,
        family: name.split("-")[0],
        vcpu,
        memoryGiB,
        disks,
        attachLimit,
        statefulHa,
      });
    });
  }

  for (const name of [
    "",
    "e2",
    "e2-standard",
    "e2-standard-3",
    "e2-standard-4-lssd",
    "x9-standard-4",
    "__proto__-a-4",
    "e2-constructor-4",
    "toString",
  ]) {
    it(`does not know ${JSON.stringify(name)}`, () => {
      assert.equal(machineType(name), undefined);
    });
  }
});

describe("diskKind", () => {
  it("tells Hyperdisk from Persistent Disk", () => {
    assert.deepEqual(
      ["pd-ssd", "pd-balanced", "hyperdisk-balanced", "hyperdisk-balanced-high-availability"].map(diskKind),
      ["persistent-disk", "persistent-disk", "hyperdisk", "hyperdisk"],
    );
  });
});

describe("allocatable", () => {
  // The published table of https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes gives 3.92 CPU for four cores.
  it("leaves what GKE's documentation says", () => {
    assert.deepEqual(allocatable(machineType("e2-standard-4")!), {
      millicores: 3920,
      memoryBytes: Math.floor((16 - 1 - 0.8 - 0.8 - 100 / 1024) * 1024 ** 3),
    });
    assert.equal(allocatable(machineType("e2-standard-2")!).millicores, 1930);
    assert.equal(allocatable(machineType("e2-medium")!).millicores, 940);
  });
  it("is positive and less than the machine for every machine", () => {
    for (const name of names) {
      const machine = machineType(name)!;
      const { memoryBytes, millicores } = allocatable(machine);
      assert.ok(millicores > 0 && millicores < machine.vcpu * 1000, name);
      assert.ok(memoryBytes > 0 && memoryBytes < machine.memoryGiB * 1024 ** 3, name);
    }
  });
});
