import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/stacks";

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

  it("runs something on the pages that promise commands", () => {
    for (const page of ["README.md", "docs/cost.md", "docs/delivery.md"]) {
      assert.ok(text(page).includes("```sh run"), page);
    }
  });
});
