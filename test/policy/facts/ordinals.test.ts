import assert from "node:assert/strict";
import { ordinalIn } from "../../../policy/facts/ordinals";

describe("the ordinal in a name", () => {
  for (const [name, ordinal] of [
    ["db-0", 0],
    ["db-12", 12],
    ["db-", undefined],
    ["db", undefined],
    ["db-two-0", undefined],
    ["db-0-x", undefined],
    ["mydb-0", undefined],
  ] as const) {
    it(`of ${name} for db is ${String(ordinal)}`, () => {
      assert.equal(ordinalIn(name, "db"), ordinal);
    });
  }
});
