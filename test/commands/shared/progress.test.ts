import assert from "node:assert/strict";
import { progressBar } from "../../../commands/shared/progress";

/** A stream that keeps what is written to it. */
function stream(isTTY: boolean): NodeJS.WriteStream & { text: string } {
  const fake = { isTTY, text: "", write: (text: string) => ((fake.text += text), true) };
  return fake as unknown as NodeJS.WriteStream & { text: string };
}

describe("progress", () => {
  it("is told on a terminal once it takes long, and wiped away at the end", async () => {
    const terminal = stream(true);
    const bar = progressBar("files", terminal);
    bar.update(1, 9);
    assert.equal(terminal.text, "");
    await new Promise((resolve) => setTimeout(resolve, 250));
    bar.update(2, 9);
    bar.end();
    assert.equal(terminal.text, "\r2 of 9 files\u001B[K\r\u001B[K");
  });

  it("is silent elsewhere", async () => {
    const file = stream(false);
    const bar = progressBar("files", file);
    await new Promise((resolve) => setTimeout(resolve, 250));
    bar.update(2, 9);
    bar.end();
    assert.equal(file.text, "");
  });
});
