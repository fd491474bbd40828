import assert from "node:assert/strict";
import { overlaps } from "../../../config/sizing/ranges";

describe("overlaps", () => {
  for (const [one, other, expected] of [
    ["10.0.0.0/20", "10.0.0.0/20", true],
    ["10.0.0.0/8", "10.200.0.0/16", true],
    ["10.200.0.0/16", "10.0.0.0/8", true],
    ["10.0.0.0/20", "10.0.16.0/20", false],
    ["10.0.0.0/20", "10.0.15.255/32", true],
    ["0.0.0.0/0", "203.0.113.7/32", true],
    ["255.255.255.255/32", "255.255.255.254/32", false],
    // Not on a boundary: the range is the one that contains the address.
    ["10.0.8.0/20", "10.0.0.0/24", true],
    ["fd00::/48", "10.0.0.0/8", false],
  ] as const) {
    it(`${one} and ${other}: ${expected ? "yes" : "no"}`, () => {
      assert.equal(overlaps(one, other), expected);
    });
  }
});
