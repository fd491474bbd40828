import assert from "node:assert/strict";
import { configWith } from "../../support/stacks";
import type { Changes, StackName } from "../../support/stacks";

const enabled = (stack: StackName, changes: Changes = {}): boolean | undefined =>
  configWith(stack, changes).workloads["terminal-pods"]?.failover?.enabled;
const pool = (machineType: string): object => ({
  name: "stateful",
  tainted: false,
  machineType,
  diskType: machineType.startsWith("c3") ? "hyperdisk-balanced" : "pd-ssd",
  min: 1,
  max: 3,
});

describe("failover by default", () => {
  for (const [name, stack, changes, expected] of [
    ["regional disks on machines that the operator knows", "prod", {}, true],
    ["regional disks in dev", "dev", { zones: ["europe-west1-b", "europe-west1-c"], "storage.regional": true }, true],
    ["disks of one zone", "dev", {}, false],
    ["a cluster that is not Google's", "local", {}, false],
    ["a class of somebody else, whose disks are not known", "prod", { "storage.create": false }, false],
    ["machines that the operator does not know", "prod", { pools: [pool("t2d-standard-4")] }, false],
    [
      "Hyperdisks",
      "prod",
      { "storage.diskType": "hyperdisk-balanced-high-availability", pools: [pool("c3-standard-4")] },
      false,
    ],
    [
      "a class of somebody else, where the configuration asks for it",
      "prod",
      { "storage.create": false, "@.failover": { afterNodeUnreachableSeconds: 60 } },
      true,
    ],
    [
      "a volume of a class whose disks are in one zone",
      "prod",
      { "storage.classes": { old: { regional: false } }, "@.volumes.workspace.storageClass": "old" },
      false,
    ],
    ["a configuration that says no", "prod", { "@.failover": { enabled: false } }, false],
  ] as const) {
    it(`is ${expected ? "on" : "off"} with ${name}`, () => {
      assert.equal(enabled(stack, changes), expected);
    });
  }

  it("waits a minute, or as long as it is told", () => {
    const seconds = (changes: Changes): unknown =>
      configWith("prod", changes).workloads["terminal-pods"]?.failover?.afterNodeUnreachableSeconds;
    assert.equal(seconds({}), 60);
    assert.equal(seconds({ "@.failover": { afterNodeUnreachableSeconds: 20 } }), 20);
  });
});
