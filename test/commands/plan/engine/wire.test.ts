import assert from "node:assert/strict";
import { SECRET, UNKNOWN, UNKNOWN_SECRET } from "../../../../commands/plan/engine/plan";
import { hasWireUnknown, planObject, WIRE_UNKNOWN, wireSecret } from "../../../../commands/plan/engine/wire";

const SIGNATURE = "4dabf18193072939515e22adb298388d";

describe("values of the protocol", () => {
  for (const [name, wire, plan] of [
    [
      "plain values stay",
      { a: 1, b: "x", c: null, d: [true], e: { f: {} } },
      { a: 1, b: "x", c: null, d: [true], e: { f: {} } },
    ],
    ["unknowns are marked", { a: WIRE_UNKNOWN, b: [WIRE_UNKNOWN] }, { a: UNKNOWN, b: [UNKNOWN] }],
    ["secrets are marked and dropped", { a: wireSecret("hunter2") }, { a: SECRET }],
    [
      "keys of a secret map stay, values do not",
      { a: wireSecret({ user: "hunter2", more: [1] }) },
      { a: { user: SECRET, more: [SECRET] } },
    ],
    ["an unknown secret is both", { a: wireSecret(WIRE_UNKNOWN) }, { a: UNKNOWN_SECRET }],
    ["a secret within a secret", { a: wireSecret({ b: wireSecret("x") }) }, { a: { b: SECRET } }],
    ["a resource is its URN", { a: { [SIGNATURE]: "5cf8f73096256a8f31e491e813e4eb8e", urn: "urn:x" } }, { a: "urn:x" }],
    ["an asset is one", { a: { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", text: "x" } }, { a: { $asset: true } }],
  ] as const) {
    it(name, () => {
      assert.deepEqual(planObject(wire), plan);
    });
  }

  it("are searched for unknowns to the bottom", () => {
    assert.equal(hasWireUnknown({ a: [{ b: WIRE_UNKNOWN }] }), true);
    assert.equal(hasWireUnknown({ a: [{ b: "x" }], c: null }), false);
    assert.equal(hasWireUnknown(wireSecret(WIRE_UNKNOWN)), true);
  });
});
