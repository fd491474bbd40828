import assert from "node:assert/strict";
import fc from "fast-check";
import { bytes, formatBytes, formatCpu, gib, millicores, quantity } from "../../../policy/facts/quantities";

describe("quantities", () => {
  for (const [text, expected] of [
    ["1", 1000],
    ["500m", 500],
    ["0.5", 500],
    ["1.25", 1250],
    ["0", 0],
    ["96", 96_000],
  ] as const) {
    it(`CPU ${text} is ${String(expected)} millicores`, () => {
      assert.equal(millicores(text), expected);
    });
  }
  for (const [text, expected] of [
    ["1Ki", 1024],
    ["20Gi", 20 * 1024 ** 3],
    ["1G", 1e9],
    ["100", 100],
    ["3Ti", 3 * 1024 ** 4],
  ] as const) {
    it(`${text} is ${String(expected)} bytes`, () => {
      assert.equal(bytes(text), expected);
    });
  }
  for (const text of ["", "-1", "1x", "m", "1.5.2", "0x10", "1e3", " 1", "٣", "__proto__", "0500m"]) {
    it(`CPU ${JSON.stringify(text)} is refused by name`, () => {
      assert.throws(() => millicores(text), new RangeError(`"${text}" is not a CPU quantity such as 500m, 1 or 1.5`));
    });
  }
  for (const text of ["", "-1Gi", "1.5Gi", "Gi", "1gi", "1 Gi", "0Gi", "1constructor", "1toString"]) {
    it(`size ${JSON.stringify(text)} is refused by name`, () => {
      assert.throws(() => bytes(text), new RangeError(`"${text}" is not a size such as 512Mi or 20Gi`));
    });
  }
  it("come back as they were", () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1e6 }), (amount) => millicores(formatCpu(amount)) === amount));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        (mebibytes) => bytes(formatBytes(mebibytes * 1024 ** 2)) === mebibytes * 1024 ** 2,
      ),
    );
    assert.equal(formatBytes(1), "1Mi", "rounded up");
    assert.equal(gib("512Mi"), 0.5);
  });
});

describe("quantity", () => {
  for (const [text, number] of [
    ["20Gi", 20 * 1024 ** 3],
    ["1.5Ti", 1.5 * 1024 ** 4],
    ["200G", 200e9],
    ["500m", 0.5],
    ["1e3", 1000],
    ["12E", 12e18],
    [5, 5],
    ["0", 0],
    ["", undefined],
    ["20 Gi", undefined],
    ["20GiB", undefined],
    [true, undefined],
  ] as const) {
    it(`${JSON.stringify(text)} is ${String(number)}`, () => {
      assert.equal(quantity(text), number);
    });
  }
});
