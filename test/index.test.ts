import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ROOT, settingsWith } from "./support/stacks";
import type { StackName } from "./support/stacks";

/** Modules that the program of a stack has loaded when it ends, below node_modules. */
function loadedModules(stack: StackName): string[] {
  const script = `
    const pulumi = require("@pulumi/pulumi");
    pulumi.runtime.setMocks({ newResource: ({ inputs, name }) => ({ id: name, state: inputs }), call: () => ({}) }, "gke-stateful", ${JSON.stringify(stack)}, true);
    pulumi.runtime.setAllConfig(${JSON.stringify(settingsWith(stack).values)});
    require(${JSON.stringify(join(ROOT, "bin", "program.js"))})();
    const loaded = Object.keys(require.cache).filter((file) => /@pulumi.(?:gcp|kubernetes)|platform.gke/.test(file));
    // The program may end this process before a pipe that does not block has taken everything: this one blocks.
    require("node:fs").writeSync(1, loaded.join("\\n"));`;
  const { stderr, stdout } = spawnSync(process.execPath, ["-e", script], { cwd: ROOT, encoding: "utf8" });
  assert.notEqual(stdout, "", stderr);
  return stdout.split("\n");
}

describe("the program", () => {
  it("loads no library that the stack does not use", () => {
    const local = loadedModules("local");
    assert.ok(local.some((file) => file.includes("@pulumi/kubernetes/apps")));
    assert.deepEqual(
      local.filter((file) => file.includes("@pulumi/gcp/") || file.endsWith("platform/gke.ts")),
      [],
    );
    assert.ok(
      loadedModules("dev").some((file) => file.includes("@pulumi/gcp/container")),
      "the probe would see it",
    );
  });
});
