import assert from "node:assert/strict";
import { fitted } from "../../../commands/shared/fitted";

const terminal = { isTTY: true, columns: 40 };

describe("fitted", () => {
  it("breaks lines that are wider than the terminal between words", () => {
    const line = `  Why: ${"word ".repeat(12)}end`;
    const lines = fitted(line, terminal).split("\n");
    assert.ok(
      lines.every((one) => one.length <= terminal.columns),
      lines.join("\n"),
    );
    assert.ok(lines.slice(1).every((one) => one.startsWith("    w") || one.startsWith("    end")));
    assert.equal(lines.map((one) => one.trim()).join(" "), line.trim());
  });

  it("counts no colours", () => {
    const line = `\u001B[31m${"x".repeat(20)}\u001B[39m ${"y".repeat(19)}`;
    assert.equal(fitted(line, terminal), line);
  });

  it("keeps columns, and words that are wider", () => {
    const line = `  ${"x".repeat(50)}    7`;
    assert.equal(fitted(line, terminal), `  ${"x".repeat(50)}\n    7`);
    assert.equal(fitted("a    b", terminal), "a    b");
  });

  it("leaves files, pipes and terminals without a width alone", () => {
    const line = "word ".repeat(30);
    for (const stream of [{}, { isTTY: false, columns: 40 }, { isTTY: true }, { isTTY: true, columns: 10 }]) {
      assert.equal(fitted(line, stream), line);
    }
  });
});
