import assert from "node:assert/strict";
import { contentHash, secretContentHash } from "../../components/content-hash";

describe("content hashes", () => {
  it("depend on keys and values, not on their order", () => {
    assert.equal(contentHash({ a: "1", b: "2" }), contentHash({ b: "2", a: "1" }));
    assert.notEqual(contentHash({ a: "1" }), contentHash({ a: "2" }));
    assert.notEqual(contentHash({ a: "1" }), contentHash({ b: "1" }));
    assert.notEqual(contentHash({ ab: "" }), contentHash({ a: "b" }));
  });

  it("of secrets differ from place to place", () => {
    assert.notEqual(secretContentHash("prod/db", { password: "x" }), secretContentHash("dev/db", { password: "x" }));
    assert.notEqual(secretContentHash("prod/db", { password: "x" }), contentHash({ password: "x" }));
    assert.match(secretContentHash("prod/db", {}), /^[0-9a-f]{10}$/);
  });
});
