import assert from "node:assert/strict";
import { GraphObject } from "../../../policy/graph/object";
import { expressionsSelect, labelSelects } from "../../../policy/graph/selectors";
import type { Value } from "../../../policy/graph/value";

const objectOf = (value: Value): GraphObject =>
  new GraphObject({
    kind: "Pod",
    kindName: "Pod",
    apiVersion: "v1",
    value,
    origin: { file: "a", document: 1 },
    cluster: "",
  });
const labels = objectOf({ app: "db", tier: "data" }).root;
const selects = (selector: Value): boolean => labelSelects(objectOf({ selector }).at("selector"), labels);

describe("labelSelects", () => {
  for (const [selector, expected] of [
    [{}, true],
    [null, false],
    [{ matchLabels: { app: "db" } }, true],
    [{ matchLabels: { app: "db", tier: "x" } }, false],
    [{ matchExpressions: [{ key: "app", operator: "In", values: ["a", "db"] }] }, true],
    [{ matchExpressions: [{ key: "app", operator: "In", values: [] }] }, false],
    [{ matchExpressions: [{ key: "app", operator: "NotIn", values: ["db"] }] }, false],
    [{ matchExpressions: [{ key: "absent", operator: "NotIn", values: ["db"] }] }, true],
    [{ matchExpressions: [{ key: "app", operator: "Exists" }] }, true],
    [{ matchExpressions: [{ key: "app", operator: "DoesNotExist" }] }, false],
    [{ matchExpressions: [{ key: "app", operator: "Nonsense" }] }, false],
    [{ matchLabels: { app: "db" }, matchExpressions: [{ key: "tier", operator: "In", values: ["x"] }] }, false],
  ] as const) {
    it(`${JSON.stringify(selector)}: ${String(expected)}`, () => {
      assert.equal(selects(selector), expected);
    });
  }
});

describe("expressionsSelect", () => {
  it("compares numbers of nodes", () => {
    const select = (operator: string): boolean =>
      expressionsSelect(objectOf({ list: [{ key: "cores", operator, values: ["4"] }] }).at("list").items, () => "8");
    assert.equal(select("Gt"), true);
    assert.equal(select("Lt"), false);
  });
});
