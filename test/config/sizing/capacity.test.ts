import assert from "node:assert/strict";
import { autoscalingLimits, maxReplicas, nodeBounds, podsPerNode, poolsOf } from "../../../config/sizing/capacity";
import { poolSchema } from "../../../config/schema/pool";
import { configWith } from "../../support/stacks";

const pool = (settings: Record<string, unknown> = {}) => poolSchema.parse({ name: "p", ...settings });
const workload = configWith("dev").workloads["terminal-pods"]!;

describe("capacity", () => {
  it("counts limits per zone once for each zone", () => {
    assert.deepEqual(nodeBounds(pool({ min: 1, max: 5 }), 3), { min: 3, max: 15 });
    assert.deepEqual(nodeBounds(pool({ totalMin: 1, totalMax: 5 }), 3), { min: 1, max: 5 });
    assert.deepEqual(autoscalingLimits(pool()), { minNodeCount: 1, maxNodeCount: 10 });
    assert.deepEqual(autoscalingLimits(pool({ totalMax: 5 })), { totalMinNodeCount: 0, totalMaxNodeCount: 5 });
  });

  it("finds what runs out first on a node", () => {
    assert.deepEqual(podsPerNode(workload, pool()), { limitedBy: "CPU", pods: 3 });
    const requests = { cpu: "100m", memory: "4Gi" };
    assert.deepEqual(podsPerNode({ ...workload, resources: { requests, limits: requests } }, pool()), {
      limitedBy: "memory",
      pods: 3,
    });
    const tiny = { cpu: "1m", memory: "1Mi" };
    const small = { ...workload, resources: { requests: tiny, limits: tiny } };
    assert.deepEqual(podsPerNode(small, pool()), { limitedBy: "pods per node", pods: 48 });
    assert.deepEqual(podsPerNode(small, pool({ machineType: "e2-medium" })), { limitedBy: "volumes", pods: 15 });
    const [volume] = Object.values(small.volumes);
    const two = { ...small, volumes: { data: volume!, log: volume! } };
    assert.deepEqual(podsPerNode(two, pool({ machineType: "e2-medium" })), { limitedBy: "volumes", pods: 7 });
    assert.equal(podsPerNode(small, pool({ machineType: "unknown" })), undefined);
  });

  it("counts an autoscaler's maximum", () => {
    assert.equal(maxReplicas(workload), 3);
    assert.equal(maxReplicas({ ...workload, horizontalAutoscaler: { min: 1, max: 9 } }), 9);
  });

  it("sends a workload to stateful pools, or to the one it names", () => {
    const pools = [pool({ name: "a", stateful: false }), pool({ name: "b" }), pool({ name: "c" })];
    assert.deepEqual(
      poolsOf(workload, pools).map(({ name }) => name),
      ["b", "c"],
    );
    assert.deepEqual(
      poolsOf({ ...workload, pool: "a" }, pools).map(({ name }) => name),
      ["a"],
    );
  });
});
