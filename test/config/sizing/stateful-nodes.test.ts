import assert from "node:assert/strict";
import { dedicatedTaint } from "../../../config/sizing/stateful-nodes";

describe("dedicatedTaint", () => {
  it("keeps other pods off a stateful pool", () => {
    assert.deepEqual(dedicatedTaint({ stateful: true, tainted: true }), {
      key: "gke-stateful/stateful",
      value: "true",
      effect: "NO_SCHEDULE",
    });
  });
  it("is not there on a shared pool, nor on one without data", () => {
    assert.equal(dedicatedTaint({ stateful: true, tainted: false }), undefined);
    assert.equal(dedicatedTaint({ stateful: false, tainted: true }), undefined);
  });
});
