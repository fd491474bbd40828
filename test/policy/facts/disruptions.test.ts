import assert from "node:assert/strict";
import fc from "fast-check";
import { allowedDisruptions } from "../../../policy/facts/disruptions";

describe("allowedDisruptions", () => {
  for (const [rule, pods, expected] of [
    [{ maxUnavailable: 1 }, 3, 1],
    [{ maxUnavailable: 0 }, 3, 0],
    [{ maxUnavailable: 5 }, 3, 3],
    [{ minAvailable: 2 }, 3, 1],
    [{ minAvailable: 3 }, 3, 0],
    [{ minAvailable: 4 }, 3, 0],
    [{ maxUnavailable: "34%" }, 3, 2],
    [{ maxUnavailable: "33%" }, 3, 1],
    [{ maxUnavailable: "1%" }, 3, 1],
    [{ maxUnavailable: "0%" }, 3, 0],
    [{ minAvailable: "51%" }, 2, 0],
    [{ minAvailable: "50%" }, 2, 1],
    [{ minAvailable: "100%" }, 3, 0],
  ] as const) {
    it(`${JSON.stringify(rule)} of ${String(pods)}: ${String(expected)}`, () => {
      assert.equal(allowedDisruptions(rule, pods), expected);
    });
  }

  it("is never more than there are, nor less than none", () => {
    const rules = fc.oneof(
      fc.integer({ min: 0, max: 50 }).map((count) => ({ maxUnavailable: count })),
      fc.integer({ min: 0, max: 50 }).map((count) => ({ minAvailable: count })),
      fc.integer({ min: 0, max: 100 }).map((percent) => ({ maxUnavailable: `${String(percent)}%` })),
      fc.integer({ min: 0, max: 100 }).map((percent) => ({ minAvailable: `${String(percent)}%` })),
    );
    fc.assert(
      fc.property(rules, fc.integer({ min: 0, max: 40 }), (rule, pods) => {
        const allowed = allowedDisruptions(rule, pods);
        assert.ok(Number.isInteger(allowed) && allowed >= 0 && allowed <= pods);
      }),
    );
  });
});
