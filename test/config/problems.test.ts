import assert from "node:assert/strict";
import { describeProblem, keyOf, shown } from "../../config/problems";

describe("problems", () => {
  it("name the key as Pulumi writes it", () => {
    assert.equal(keyOf("ns", ["zones"]), "ns:zones");
    assert.equal(keyOf("ns", ["pools", 0, "machineType"]), "ns:pools[0].machineType");
    assert.equal(keyOf("ns", ["a", "b c", "d-e_f"]), 'ns:a["b c"].d-e_f');
    assert.equal(keyOf("ns", []), "ns:");
  });
  it("show values short and on one line", () => {
    assert.equal(shown(undefined), "is not set");
    assert.equal(shown("a\nb"), 'is "a\\nb"');
    assert.equal(shown({ a: 1 }), 'is {"a":1}');
    assert.equal(shown("x".repeat(200)).length, "is ".length + 80 + 1);
  });
  it("read as a sentence", () => {
    assert.equal(
      describeProblem({ key: "a:b", value: 1, allowed: "must be 2", fix: "Make it 2.", severity: "error" }),
      "a:b is 1: must be 2. Make it 2.",
    );
  });
});
