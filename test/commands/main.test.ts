import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { EXIT } from "../../commands/shared/exit";
import { ROOT } from "../support/stacks";

describe("the command line", () => {
  it("has one exit code for each outcome", () => {
    assert.deepEqual(EXIT, { success: 0, findings: 1, failure: 2, cancelled: 130 });
  });

  it("tells an old Node.js what it lacks", () => {
    const script = `Object.defineProperty(process.versions, "node", { value: "20.20.2" }); require(${JSON.stringify(join(ROOT, "bin", "require-node.js"))})`;
    const { status, stderr } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
    assert.equal(status, 2);
    assert.match(stderr, /needs Node\.js 22\.12 or newer.*\n.*npm ci/);
  });
});
