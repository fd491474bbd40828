import assert from "node:assert/strict";
import { isReady } from "../../../../cluster/pods";
import { availability, lowest } from "../../../../commands/rehearse/measuring/timeline";

const MOMENTS = [
  { at: 0, ready: { a: 2, b: 1 } },
  { at: 10, ready: { a: 1 } },
  { at: 14, ready: { a: 1, b: 1 } },
  { at: 20, ready: { a: 2, b: 1 } },
];

describe("a timeline", () => {
  for (const [from, to, least, share] of [
    [0, 20, 3, 0.5],
    [0, 20, 2, 0.8],
    [0, 20, 1, 1],
    [10, 14, 2, 0],
    [12, 16, 2, 0.5],
    [20, 30, 3, 1],
    [5, 5, 3, 1],
  ] as const) {
    it(`had at least ${String(least)} pods ${String(share * 100)} % of the time from ${String(from)} to ${String(to)}`, () => {
      assert.equal(availability(MOMENTS, from, to, least), share);
    });
  }

  it("knows the fewest pods of a time, those at its beginning among them", () => {
    assert.equal(lowest(MOMENTS, 0, 9), 3);
    assert.equal(lowest(MOMENTS, 11, 13), 1);
    assert.equal(lowest(MOMENTS, 15, 30), 2);
    assert.equal(lowest([], 0, 1), 0);
  });

  it("counts no pod that is about to go, or that does not say that it is ready", () => {
    const pod = (status: string, deletionTimestamp?: string): Parameters<typeof isReady>[0] => ({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "a", ...(deletionTimestamp !== undefined && { deletionTimestamp }) },
      status: { conditions: [{ type: "Ready", status }] },
    });
    assert.equal(isReady(pod("True")), true);
    assert.equal(isReady(pod("False")), false);
    assert.equal(isReady(pod("True", "2026-01-01T00:00:00Z")), false);
  });
});
