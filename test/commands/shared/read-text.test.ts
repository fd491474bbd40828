import assert from "node:assert/strict";
import { readText } from "../../../commands/shared/read-text";

describe("readText", () => {
  it("says which file cannot be read, why, and what to do", () => {
    assert.throws(() => readText("/nowhere/x"), { message: "/nowhere/x cannot be read: ENOENT." });
    assert.throws(() => readText("/", { shown: "the root", hint: " Name a file." }), {
      message: "the root cannot be read: EISDIR. Name a file.",
    });
  });
});
