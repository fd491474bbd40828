import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DEFINITIONS, KUBERNETES_VERSION, PROGRAMS } from "../../../commands/tools/programs";
import { ROOT } from "../../support/stacks";

describe("the programs of a rehearsal", () => {
  const module = readFileSync(join(ROOT, "tools", "control-plane", "go.mod"), "utf8");

  it("are of the version of Kubernetes that tools/control-plane/go.mod pins", () => {
    assert.ok(module.includes(`k8s.io/kubernetes ${KUBERNETES_VERSION}`));
    const parts = [...module.matchAll(/=> (k8s\.io\/\S+) (v\S+)/g)];
    assert.ok(parts.length > 30);
    for (const [, part, version] of parts) {
      assert.equal(version, KUBERNETES_VERSION.replace(/^v1/, "v0"), part);
    }
  });

  for (const { name, source } of PROGRAMS) {
    it(`${name} is a tool of tools/control-plane/go.mod, or a program of ours`, () => {
      assert.ok(source.startsWith("./") || new RegExp(`^\\t${source}( |$)`, "m").test(module), source);
    });
  }

  for (const { module: name } of DEFINITIONS) {
    it(`definitions of ${name} come from a module that is pinned`, () => {
      assert.match(module, new RegExp(`^\\t${name.replaceAll(".", "\\.")} v`, "m"));
    });
  }
});
