import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../support/cli";
import { projectFolder } from "../support/projects";
import { ROOT } from "../support/stacks";
import type { Ended } from "../support/cli";

/** Commands that pages promise: code blocks that are marked ```sh run. `# exits 1` says how a line ends. */
const BLOCK = /```sh run\n([\s\S]*?)```/g;
const EXITS = /\s+# exits (\d)$/;
const COMMENT = /\s+#(?! exits ).*$/;

const PAGES = ["README.md", "CONTRIBUTING.md", ...globSync("docs/**/*.md", { cwd: ROOT }).toSorted()];
const text = (page: string): string => readFileSync(join(ROOT, page), "utf8");

describe("the documentation", function () {
  this.timeout(120_000);

  for (const page of PAGES) {
    const lines = [...text(page).matchAll(BLOCK)].flatMap(([, block = ""]) => block.trim().split("\n"));
    for (const line of lines) {
      const [, code = "0"] = EXITS.exec(line) ?? [];
      const command = line.replace(EXITS, "").replace(COMMENT, "");
      it(`${page}: ${command} ends with ${code}`, () => {
        const { status, stderr, stdout } = spawnSync("bash", ["-c", command], { cwd: ROOT, encoding: "utf8" });
        assert.equal(status, Number(code), stdout + stderr);
      });
    }

    it(`${page} links to files that exist`, () => {
      for (const [, target = ""] of text(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)) {
        const path = join(ROOT, page, "..", target);
        assert.ok(globSync(path).length > 0, target);
      }
    });
  }

  it("docs/destroy.md tells exemptions with which the pack lets prod lose its protection", () => {
    const [, block = ""] = /```json\n([\s\S]*?)```/.exec(text("docs/destroy.md")) ?? [];
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const exemptions = JSON.parse(block.replaceAll(/"expires": "[^"]+"/g, `"expires": "${tomorrow}"`)) as object;
    const strict = JSON.parse(text("policy/config/prod.json")) as object;
    const prod = text("Pulumi.prod.yaml").replace(
      /^( *)gke-stateful:environment: prod$/m,
      "$&\n$1gke-stateful:deletionProtection: false",
    );
    const folder = projectFolder();
    writeFileSync(join(folder, "Pulumi.prod.yaml"), prod);
    const planned = (config: object): Ended => {
      const file = join(folder, "pack.json");
      writeFileSync(file, JSON.stringify(config));
      return run(["plan", "prod", "--cwd", folder, "--out", join(folder, "out"), "--policy-pack-config", file]);
    };
    const stopped = planned(strict);
    assert.equal(stopped.status, 1, stopped.stderr);
    assert.match(stopped.stdout, /^Policies: 3 mandatory/m);
    const exempt = planned({ ...strict, ...exemptions });
    assert.equal(exempt.status, 0, exempt.stdout + exempt.stderr);
    assert.match(exempt.stdout, /^Policies: 0 mandatory, 3 advisory/m);
  });

  it("runs something on the pages that promise commands", () => {
    for (const page of ["README.md", "docs/cost.md", "docs/delivery.md"]) {
      assert.ok(text(page).includes("```sh run"), page);
    }
  });
});
