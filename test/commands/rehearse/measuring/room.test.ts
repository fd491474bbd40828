import assert from "node:assert/strict";
import { podCost, requestsOf, roomFor } from "../../../../commands/rehearse/measuring/room";
import type { ApiObject } from "../../../../cluster/api-object";

const POD: ApiObject = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "db-0" },
  spec: {
    containers: [
      { resources: { requests: { cpu: "500m", memory: "1Gi" }, limits: { memory: "2Gi" } } },
      { resources: { requests: { cpu: "250m" } } },
      {},
    ],
  },
};
const CLAIM: ApiObject = {
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { name: "data-db-0" },
  spec: { resources: { requests: { storage: "10Gi" } } },
};

describe("room", () => {
  it("is what containers ask for together", () => {
    assert.deepEqual(requestsOf(POD), { cpu: 0.75, memory: 1024 ** 3 });
  });

  for (const [hard, used, room] of [
    [{ pods: "10" }, { pods: "3" }, 7],
    [{ pods: "10", "requests.cpu": "3" }, { pods: "3", "requests.cpu": "750m" }, 3],
    [{ "requests.memory": "4Gi" }, { "requests.memory": "4Gi" }, 0],
    [{ "limits.memory": "5Gi" }, { "limits.memory": "0" }, 2],
    [{ persistentvolumeclaims: "3", "requests.storage": "25Gi" }, { "requests.storage": "0" }, 2],
    [{ "services.loadbalancers": "0", pods: "1" }, {}, 1],
    [{ pods: "2" }, { pods: "3" }, 0],
  ] as const) {
    it(`of ${JSON.stringify(hard)} with ${JSON.stringify(used)} used is for ${String(room)} pods`, () => {
      assert.equal(roomFor({ hard, used }, podCost(POD, [CLAIM])), room);
    });
  }
});
