import assert from "node:assert/strict";
import { MAX_NODES, nodesFor } from "../../../policy/cost/packing";
import type { PodGroup } from "../../../policy/cost/packing";

const room = { millicores: 4000, memoryBytes: 16, volumes: 15, pods: 32 };
const group = (fields: Partial<PodGroup>): PodGroup => ({
  count: 1,
  millicores: 1000,
  memoryBytes: 1,
  volumes: 1,
  apart: false,
  spread: false,
  minNodes: 1,
  ...fields,
});

describe("nodesFor", () => {
  for (const [what, groups, nodes] of [
    ["nothing", [], 0],
    ["no pods", [group({ count: 0 })], 0],
    ["as many as the CPU allows", [group({ count: 4 })], 1],
    ["one more", [group({ count: 5 })], 2],
    ["as many as the memory allows", [group({ count: 5, millicores: 10, memoryBytes: 4 })], 2],
    ["as many volumes as a machine attaches", [group({ count: 16, millicores: 10 })], 2],
    ["as many pods as a node takes", [group({ count: 33, millicores: 10, memoryBytes: 0, volumes: 0 })], 2],
    ["pods that ask for nothing", [group({ count: 32, millicores: 0, memoryBytes: 0, volumes: 0 })], 1],
    ["pods that stay apart", [group({ count: 3, millicores: 10, apart: true })], 3],
    ["pods that are spread over nodes", [group({ count: 3, millicores: 10, minNodes: 3 })], 3],
    ["no more nodes than pods", [group({ count: 2, millicores: 10, minNodes: 3 })], 2],
    ["others beside those", [group({ count: 3, millicores: 3000, apart: true }), group({ count: 3 })], 3],
    [
      "small ones in the gaps of large ones",
      [group({ count: 4, millicores: 500 }), group({ count: 2, millicores: 3000 })],
      2,
    ],
    ["a pod that fits nowhere", [group({ millicores: 4001 })], Infinity],
    ["no pod that fits nowhere", [group({ count: 0, millicores: 4001 })], 0],
  ] as const) {
    it(`packs ${what} on ${String(nodes)}`, () => {
      assert.equal(nodesFor(groups, room), nodes);
    });
  }

  it("gives each zone its share where pods must be spread over zones", () => {
    // Eight pods, four to a zone, three to a node: two nodes a zone, where one zone would do with three.
    const pods = group({ count: 8, millicores: 1300, spread: true });
    assert.equal(nodesFor([pods], room, 2), 4);
    assert.equal(nodesFor([{ ...pods, spread: false }], room, 2), 3);
    assert.equal(nodesFor([group({ count: 5, spread: true })], room, 2), 2, "three and two");
  });

  it("stops counting where no cluster is that large", () => {
    for (const one of [
      group({ count: 1e12 }),
      group({ count: 1e12, apart: true }),
      group({ count: 1e12, spread: true }),
    ]) {
      assert.equal(nodesFor([one], room, 3), MAX_NODES + 1);
    }
  });
});
