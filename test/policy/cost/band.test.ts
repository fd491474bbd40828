import assert from "node:assert/strict";
import { band, mapBand, sumOf, times } from "../../../policy/cost/band";
import type { Band } from "../../../policy/cost/band";

const shown = ({ expected, max, min }: Band): string => [min, expected, max].join(" ");

describe("band", () => {
  it("repeats what is given once", () => {
    assert.equal(shown(band(3)), "3 3 3");
    assert.equal(shown(band(1, 2)), "1 2 2");
    assert.equal(shown(band(1, 2, 5)), "1 2 5");
  });

  it("adds and multiplies in decimals, not in binary fractions", () => {
    assert.equal(shown(sumOf([band("0.1"), band("0.2")])), "0.3 0.3 0.3", "0.30000000000000004 with numbers");
    assert.equal(shown(times(band("1.1", "1.1", "2.2"), 3)), "3.3 3.3 6.6");
    assert.equal(shown(sumOf([])), "0 0 0");
    assert.equal(shown(mapBand(band(1, 2, 3), (one) => one.plus(1))), "2 3 4");
  });
});
