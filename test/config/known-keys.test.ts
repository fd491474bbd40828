import assert from "node:assert/strict";
import { z } from "zod";
import { knownKeys } from "../../config/known-keys";

const inner = z.strictObject({ a: z.string(), list: z.array(z.strictObject({ b: z.int() })).default([]) });
const schema = z.strictObject({ map: z.record(z.string(), inner.optional()), plain: inner.prefault({ a: "x" }) });

describe("the keys that a schema knows", () => {
  for (const [path, keys] of [
    [[], ["map", "plain"]],
    [["plain"], ["a", "list"]],
    [
      ["map", "any name"],
      ["a", "list"],
    ],
    [["plain", "list", 3], ["b"]],
    [["map"], []],
    [["plain", "a"], []],
    [["nowhere", "at", 0], []],
  ] as const) {
    it(`are those of ${path.join(".") || "the top"}`, () => {
      assert.deepEqual(knownKeys(schema, path), keys);
    });
  }
});
