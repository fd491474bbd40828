import assert from "node:assert/strict";
import { selects } from "../../rehearsal/selectors";

const LABELS = { app: "db", tier: "data" };

describe("a label selector", () => {
  for (const [selector, selected] of [
    [{}, true],
    [{ matchLabels: { app: "db" } }, true],
    [{ matchLabels: { app: "web" } }, false],
    [{ matchExpressions: [{ key: "app", operator: "In", values: ["db", "web"] }] }, true],
    [{ matchExpressions: [{ key: "app", operator: "NotIn", values: ["db"] }] }, false],
    [{ matchExpressions: [{ key: "zone", operator: "NotIn", values: ["a"] }] }, true],
    [{ matchExpressions: [{ key: "tier", operator: "Exists" }] }, true],
    [{ matchExpressions: [{ key: "tier", operator: "DoesNotExist" }] }, false],
    [{ matchLabels: { app: "db" }, matchExpressions: [{ key: "zone", operator: "Exists" }] }, false],
  ] as const) {
    it(`${JSON.stringify(selector)} ${selected ? "selects" : "does not select"} ${JSON.stringify(LABELS)}`, () => {
      assert.equal(selects(selector, LABELS), selected);
    });
  }
});
