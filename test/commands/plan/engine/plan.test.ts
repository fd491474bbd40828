import assert from "node:assert/strict";
import { isSecret, isUnknown, SECRET, UNKNOWN, UNKNOWN_SECRET } from "../../../../commands/plan/engine/plan";

describe("marks in a plan", () => {
  it("are told from ordinary values", () => {
    assert.deepEqual([UNKNOWN, SECRET, UNKNOWN_SECRET].map(isUnknown), [true, false, true]);
    assert.deepEqual([UNKNOWN, SECRET, UNKNOWN_SECRET].map(isSecret), [false, true, true]);
    for (const value of [undefined, null, "", "$unknown", [], {}, { $unknown: "true" }, [{ $unknown: true }]]) {
      assert.ok(!isUnknown(value) && !isSecret(value), JSON.stringify(value));
    }
  });
});
