import assert from "node:assert/strict";
import { longestBelow, shareOf } from "../../../../commands/rehearse/measuring/measure";
import { rehearsedDrill } from "../../../support/rehearsals";

const MOMENTS = [
  { at: 0, ready: { a: 2, b: 1 } },
  { at: 10, ready: { a: 1 } },
  { at: 14, ready: { a: 1, b: 1 } },
  { at: 20, ready: { a: 2, b: 1 } },
  { at: 21, ready: { a: 2 } },
];

describe("what a rehearsal measures", () => {
  for (const [count, from, to, seconds] of [
    [2, 0, 30, 4],
    [3, 0, 30, 10],
    [3, 12, 16, 4],
    [3, 20.5, 40, 19],
    [1, 0, 30, 0],
  ] as const) {
    it(`is ${String(seconds)} s at most with fewer than ${String(count)} pods from ${String(from)} to ${String(to)}`, () => {
      assert.equal(longestBelow(MOMENTS, from, to, count), seconds);
    });
  }

  it("counts seconds, and no drill that takes pods away on purpose", () => {
    const long = rehearsedDrill({ from: 0, to: 90, availability: 1 });
    const short = rehearsedDrill({ from: 90, to: 100, availability: 0.5 });
    const loss = rehearsedDrill({ from: 100, to: 200, availability: 0, counts: false });
    assert.equal(shareOf([long, short, loss]), 0.95);
    assert.equal(shareOf([long]), 1);
    assert.equal(shareOf([loss]), null);
  });
});
