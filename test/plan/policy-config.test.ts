import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkNames, readPackConfig } from "../../plan/policy-config";
import { UserError } from "../../plan/user-error";

const folder = mkdtempSync(join(tmpdir(), "gke-stateful-"));
function fileOf(content: string): string {
  const file = join(folder, "config.json");
  writeFileSync(file, content);
  return file;
}

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
    assert.throws(() => readPackConfig(join(folder, "absent.json")), /absent\.json cannot be read/);
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
