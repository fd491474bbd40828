import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { startPack, withoutStack } from "../../../../commands/plan/engine/pack-process";
import { UserError } from "../../../../commands/shared/user-error";
import { folderWith } from "../../../support/files";

const settings = { project: "p", stack: "s", values: {}, secretKeys: [] };

describe("startPack", () => {
  it("refuses a folder that holds no pack", () => {
    assert.throws(
      () => startPack({ folder: tmpdir(), settings, mode: "preview" }),
      (error: unknown) => error instanceof UserError && /holds no policy pack .*--no-policy/.test(error.message),
    );
  });

  it("says why a pack does not start, without a stack trace", async () => {
    const folder = folderWith({
      "PulumiPolicy.yaml": "runtime: nodejs\n",
      "package.json": '{"version":"1.0.0","main":"index.js"}',
      "index.js": 'process.stderr.write("Error: a broken rule\\n    at x (y:1:1)\\n"); process.exit(1);',
    });
    const { port, stop } = startPack({ folder, settings, mode: "preview" });
    await assert.rejects(port, (error: unknown) => {
      assert.ok(error instanceof UserError);
      assert.equal(error.message, "The policy pack did not start: Error: a broken rule");
      return true;
    });
    stop();
  });
});

describe("withoutStack", () => {
  it("leaves the message and drops the frames", () => {
    assert.equal(withoutStack("Error: a\nb\n    at f (g:1:2)\n\n"), "Error: a\nb");
  });
});
