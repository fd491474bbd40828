import assert from "node:assert/strict";
import { join } from "node:path";
import { checkNames, checkSettings, readPackConfig } from "../../../../commands/plan/engine/policy-config";
import { UserError } from "../../../../commands/shared/user-error";
import { folderWith } from "../../../support/files";

const fileOf = (content: string): string => join(folderWith({ "config.json": content }), "config.json");

describe("readPackConfig", () => {
  it("reads levels and settings as the CLI does", () => {
    const config = readPackConfig(
      fileOf(
        '{"all":"advisory","a":{"enforcementLevel":"mandatory","limit":3},"b":{"limit":4},"environments":["org/env"]}',
      ),
    );
    assert.deepEqual(config, {
      all: { level: "advisory", properties: {} },
      a: { level: "mandatory", properties: { limit: 3 } },
      b: { level: undefined, properties: { limit: 4 } },
    });
  });

  for (const [content, says] of [
    ["", /is not JSON/],
    ["[]", /must hold a JSON object/],
    ["null", /must hold a JSON object/],
    ['{"a":"strict"}', /a is "strict"; it must be one of advisory, mandatory, remediate, disabled/],
    ['{"a":{"enforcementLevel":1}}', /a\.enforcementLevel is 1; it must be one of/],
    ['{"a":7}', /a is 7; it must be one of .*, or a map/],
    ['{"a":null}', /a is null/],
  ] as const) {
    it(`refuses ${content}`, () => {
      assert.throws(
        () => readPackConfig(fileOf(content)),
        (error: unknown) => error instanceof UserError && says.test(error.message),
      );
    });
  }

  it("names a file that cannot be read", () => {
    assert.throws(() => readPackConfig(join(folderWith({}), "absent.json")), /absent\.json cannot be read/);
  });
});

describe("checkNames", () => {
  it("refuses what the pack does not have", () => {
    checkNames("f", { all: { level: "advisory", properties: {} } }, ["a"]);
    assert.throws(() => {
      checkNames("f", { b: { level: "advisory", properties: {} } }, ["a"]);
    }, /f: the pack has no policy b/);
  });
});

describe("checkSettings", () => {
  const text = { type: "string" };
  const schema = {
    properties: {
      size: { ...text, pattern: "^\\d+Gi$" },
      kind: { ...text, enum: ["a", "b"] },
      count: { type: "integer", minimum: 1 },
      strict: { type: "boolean" },
      exemptions: {
        type: "array",
        items: { type: "object", properties: { object: text, reason: text }, required: ["object"] },
      },
    },
  };
  const check = (properties: Record<string, unknown>): void => {
    checkSettings("f.json", "rule", { level: undefined, properties }, schema);
  };

  it("accepts what the policy has", () => {
    check({});
    check({ size: "1Gi", kind: "a", count: 1, strict: false, exemptions: [{ object: "x" }] });
  });

  for (const [properties, says] of [
    [{ siez: "1Gi" }, /f\.json: rule has no setting siez; there is size, kind, count, strict, exemptions\./],
    [{ size: 1 }, /rule\.size is 1; it must be of type string/],
    [{ size: "much" }, /rule\.size is "much"; it must be like/],
    [{ kind: "c" }, /rule\.kind is "c"; it must be one of a, b/],
    [{ count: 0 }, /rule\.count is 0; it must be 1 or more/],
    [{ count: 1.5 }, /of type integer/],
    [{ strict: "yes" }, /of type boolean/],
    [{ exemptions: { object: "x" } }, /rule\.exemptions is .* of type array/],
    [{ exemptions: [{ objct: "x" }] }, /rule\.exemptions\[0\] has no setting objct/],
    [{ exemptions: [{ reason: "x" }] }, /rule\.exemptions\[0\] lacks object/],
  ] as const) {
    it(`refuses ${JSON.stringify(properties)}`, () => {
      assert.throws(
        () => {
          check(properties);
        },
        (error: unknown) => error instanceof UserError && says.test(error.message),
      );
    });
  }
});
