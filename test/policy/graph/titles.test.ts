import assert from "node:assert/strict";
import { titlesOf } from "../../../policy/graph/titles";
import type { GraphObject } from "../../../policy/graph/object";

const named = (...titles: readonly string[]): readonly GraphObject[] =>
  titles.map((title) => ({ title }) as unknown as GraphObject);

describe("the names of several objects", () => {
  it("come in one order, whatever the order of the objects", () => {
    for (const order of [named("b", "a", "B"), named("a", "B", "b"), named("B", "b", "a")]) {
      assert.equal(titlesOf(order), "B, a, b");
    }
    assert.equal(titlesOf([]), "");
  });
});
