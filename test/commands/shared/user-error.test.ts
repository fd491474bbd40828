import assert from "node:assert/strict";
import { UserError } from "../../../commands/shared/user-error";

describe("UserError", () => {
  it("is told from errors of the program by its name, and keeps its cause", () => {
    const cause = new Error("x");
    assert.deepEqual([new UserError("y", { cause }).name, new UserError("y", { cause }).cause], ["UserError", cause]);
  });
});
