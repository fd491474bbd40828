import assert from "node:assert/strict";
import fc from "fast-check";
import { spareOfQuorum } from "../../../config/sizing/budgets";

describe("spareOfQuorum", () => {
  it("leaves a majority", () => {
    assert.deepEqual([1, 2, 3, 4, 5, 6, 7].map(spareOfQuorum), [0, 0, 1, 1, 2, 2, 3]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (members) => members - spareOfQuorum(members) > members / 2),
    );
  });
});
