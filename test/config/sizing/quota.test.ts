import assert from "node:assert/strict";
import { demandOf, quotaFor, supplyOf } from "../../../config/sizing/quota";
import { configWith } from "../../support/stacks";

const { pools, workloads } = configWith("prod");
const terminals = Object.values(workloads);

describe("quota", () => {
  it("adds up what workloads ask for at their largest", () => {
    assert.deepEqual(demandOf(terminals), {
      claims: 3,
      memoryBytes: 6 * 1024 ** 3,
      millicores: 3000,
      pods: 3,
      storageBytes: 60 * 1024 ** 3,
    });
  });
  it("never grants more CPU than stateful pools can have", () => {
    assert.equal(supplyOf(pools, 2).millicores, 20 * 3920);
    assert.equal(quotaFor(terminals, supplyOf(pools, 2))["requests.cpu"], "78400m");
  });
  it("does not count what a controller decides about", () => {
    assert.deepEqual(quotaFor(terminals.map((workload) => ({ ...workload, replicasOwner: "controller" as const }))), {
      "requests.cpu": "6",
      "requests.memory": "12Gi",
    });
  });
  it("leaves room for a restored copy where no pool is known", () => {
    assert.deepEqual(quotaFor(terminals), {
      persistentvolumeclaims: "6",
      pods: "6",
      "requests.cpu": "6",
      "requests.memory": "12Gi",
      "requests.storage": "120Gi",
    });
  });
});
