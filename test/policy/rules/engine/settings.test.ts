import assert from "node:assert/strict";
import { resolveExemptions, resolveSettings, SettingError } from "../../../../policy/rules/engine/settings";
import type { SettingsSchema } from "../../../../policy/rules/engine/settings";

const schema = {
  size: { type: "string", pattern: "^\\d+Gi$", default: "10Gi", description: "A size." },
  kind: { type: "string", enum: ["a", "b"], default: "a", description: "A kind." },
  count: { type: "integer", minimum: 1, default: 3, description: "A count." },
  strict: { type: "boolean", default: false, description: "Whether." },
  names: { type: "array", items: { type: "string" }, default: ["x"], description: "Names." },
} as const satisfies SettingsSchema;

describe("resolveSettings", () => {
  it("gives the defaults, and what is configured", () => {
    assert.deepEqual(resolveSettings("rule", schema, {}), {
      size: "10Gi",
      kind: "a",
      count: 3,
      strict: false,
      names: ["x"],
    });
    const configured = { size: "1Gi", kind: "b", count: 1, strict: true, names: [] };
    assert.deepEqual(resolveSettings("rule", schema, { ...configured, exemptions: [] }), configured);
  });

  it("refuses what is no setting, and exemptions of another shape", () => {
    assert.throws(
      () => resolveSettings("rule", schema, { cuont: 1 }),
      /rule\.cuont .* is no setting; there is size, kind/,
    );
    assert.deepEqual(resolveExemptions("rule", undefined), []);
    assert.deepEqual(resolveExemptions("rule", [{ object: "x", reason: "r" }]), [{ object: "x", reason: "r" }]);
    for (const wrong of [{}, "x", [{}], [{ object: 1 }], [{ objct: "x" }], [null]]) {
      assert.throws(() => resolveExemptions("rule", wrong), SettingError);
    }
  });

  for (const [name, value, says] of [
    ["size", "much", /rule\.size of the policy configuration is "much"; it must be a text like .*\. Default: "10Gi"\./],
    ["size", 3, /it must be a text\./],
    ["kind", "c", /it must be one of a, b\./],
    ["count", 0, /it must be a whole number, 1 or more\./],
    ["count", 1.5, /whole number/],
    ["strict", "yes", /it must be true or false\./],
    ["names", "x", /it must be a list of texts\./],
    ["names", [1], /it must be a list of texts\./],
  ] as const) {
    it(`refuses ${name}: ${JSON.stringify(value)}`, () => {
      assert.throws(
        () => resolveSettings("rule", schema, { [name]: value }),
        (error: unknown) => error instanceof SettingError && says.test(error.message),
      );
    });
  }
});
